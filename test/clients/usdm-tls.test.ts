import { usdmSuite } from './suite.ts'

usdmSuite('TLS')
