import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Args, Flags } from '@oclif/core'
import { TradeError } from '../base/errors.ts'
import { readSegments } from '../io/journal-folder.ts'
import type { Places } from '../io/run-directory.ts'
import { type SegmentSurvey, survey } from '../journal/survey.ts'
import { commonFlags } from './command.ts'
import { EXIT } from './exit.ts'

/** Services that keep a journal. */
const SERVICES = ['exec', 'risk'] as const

/** How every verb names its journal: by a folder, or as a service's. */
export const journalArgs = { folder: Args.string({ description: 'folder with the segments of a journal' }) }
export const journalFlags = {
  ...commonFlags,
  svc: Flags.option({ description: 'the journal of this service, instead of a folder', options: SERVICES })(),
}

interface Choice {
  readonly folder?: string | undefined
  readonly svc?: string | undefined
}

const refuse = (code: string, message: string, hint: string): TradeError => new TradeError(code, message, { exit: EXIT.usage, hint })

/** The folder of the chosen journal; one that holds none is NO_JOURNAL (exit 2). */
export const journalFolder = ({ folder, svc }: Choice, places: () => Places): string => {
  if ((folder === undefined) === (svc === undefined)) throw refuse('USAGE', 'one of a folder and --svc is needed', 'trade journal ls --svc exec')
  const chosen = folder ?? join(places().data, svc ?? '', 'journal')
  const hasSegment = existsSync(chosen) && !readSegments(chosen).next().done
  if (!hasSegment) throw refuse('NO_JOURNAL', `'${chosen}' holds no journal`, 'a journal lies in DIR/data/exec/journal')
  return chosen
}

/** The segments of a folder, one at a time. */
export const surveyFolder = (folder: string): Generator<SegmentSurvey> => survey(readSegments(folder))
