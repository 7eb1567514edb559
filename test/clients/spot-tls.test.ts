import { spotSuite } from './suite.ts'

spotSuite('TLS')
