#if PostgreSQL
    /// What went wrong between us and the server. Never quotes a value of ours: only the server's primary message is kept.
    public enum PostgreSQLError: Error, Hashable, Sendable {
        /// No server of the connection string lets us in as a primary.
        case cannotConnect(String)
        /// The connection ended. Nothing of an uncommitted transaction is stored.
        case connectionLost
        /// The server did not answer in time; the connection was given up. Nothing of an uncommitted transaction is stored.
        case noAnswer
        /// The server refused a statement; the transaction is undone.
        case refused(sqlState: String, message: String)
        /// `COMMIT` was sent and nobody knows what became of it, here or on the standby.
        case commitUnknown
        /// A setting under which an acknowledged commit could be lost with one machine.
        case notSynchronous(setting: String, remedy: String)
        /// An answer of a form that this program did not ask for.
        case unexpectedAnswer

        /// Whether trying again later may help: the server is gone, changing places, full or busy. Whether something was stored is
        /// another question.
        public var mayPass: Bool {
            switch self {
            case .cannotConnect, .connectionLost, .noAnswer, .commitUnknown, .notSynchronous: true
            case .unexpectedAnswer: false
            case .refused(let state, _):
                // 08 connection, 25006 a standby by now, 25P03 idle too long in a transaction, 40 rolled back for others' sake,
                // 53 disk or memory full, 55P03 lock not available, 57P0n shutting down or starting, 57014 cancelled.
                ["08", "40", "53"].contains { state.hasPrefix($0) }
                    || ["25006", "25P03", "55P03", "57014", "57P01", "57P02", "57P03"].contains(state)
            }
        }

        /// Whether the connection is of no more use.
        var endsConnection: Bool {
            switch self {
            case .refused(let state, _): state.hasPrefix("08") || state.hasPrefix("57P") || state == "25P03"
            case .cannotConnect, .connectionLost, .noAnswer, .commitUnknown, .notSynchronous, .unexpectedAnswer: true
            }
        }
    }

    extension PostgreSQLError: CustomStringConvertible {
        public var description: String {
            switch self {
            case .cannotConnect(let reason): "PostgreSQL cannot be reached: \(reason)"
            case .connectionLost: "the connection to PostgreSQL was lost"
            case .noAnswer: "PostgreSQL did not answer in time"
            case .refused(let state, let message): "PostgreSQL refused (\(state)): \(message)"
            case .commitUnknown: "PostgreSQL did not say whether a transaction was committed on both servers"
            case .notSynchronous(let setting, let remedy):
                "PostgreSQL does not replicate synchronously: \(setting); \(remedy)"
            case .unexpectedAnswer: "PostgreSQL gave an answer of another form"
            }
        }
    }
#endif
