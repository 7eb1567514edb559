import { spotSuite } from './suite.ts'

spotSuite('plain sockets')
