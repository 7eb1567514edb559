import { usdmSuite } from './suite.ts'

usdmSuite('plain sockets')
