#if PostgreSQL
    internal import CLibPQ
    internal import Glibc

    /// One session with a primary server, used by one thread at a time. Calls block until the server has answered or the time is over.
    @safe
    public final class PostgreSQLSession {
        /// What the server said aside while a statement ran.
        private final class Notices {
            /// A warning came: after `COMMIT` it says that the standby may not have it (SQLSTATE 01000, 57P01).
            var warned = false
        }

        private let connection: OpaquePointer
        private let notices = Notices()
        private var prepared: [String: String] = [:]
        /// How long one statement may take. `COMMIT` waits for the standby, and no longer.
        private let patience: Duration
        private(set) var isUsable = true

        /// Settings without which a broken network would hold us for ever. The connection string may say otherwise.
        private static let defaults = [
            ("target_session_attrs", "read-write"), ("connect_timeout", "3"), ("tcp_user_timeout", "10000"),
            ("keepalives_idle", "5"), ("keepalives_interval", "2"), ("keepalives_count", "3"),
            ("application_name", "ankur"),
        ]

        /// Connects to the first host of the string that takes writes.
        ///
        /// - Parameter patience: how long any one statement may take, lock waits and the standby's confirmation included.
        /// - Throws: `cannotConnect`.
        init(connectionString: String, patience: Duration) throws(PostgreSQLError) {
            let keywords = Self.defaults.map(\.0) + ["dbname"]
            let values = Self.defaults.map(\.1) + [connectionString]
            // Expanding `dbname` lets what the string names come after the defaults and win.
            let opened = unsafe withCStrings(keywords) { keywords in
                unsafe withCStrings(values) { values in unsafe PQconnectdbParams(keywords, values, 1) }
            }
            guard let opened = unsafe opened else { throw .cannotConnect("out of memory") }
            unsafe connection = unsafe opened
            self.patience = patience
            guard unsafe PQstatus(opened) == CONNECTION_OK else {
                let reason = unsafe PQerrorMessage(opened).map { unsafe String(cString: $0) } ?? ""
                unsafe PQfinish(opened)
                isUsable = false
                isFinished = true
                throw .cannotConnect(Self.oneLine(reason))
            }
            // `notices` lives as long as the connection: both end in this object's deinit.
            unsafe PQsetNoticeReceiver(
                opened,
                { receiver, result in
                    guard let receiver = unsafe receiver, let result = unsafe result else { return }
                    let state = unsafe PQresultErrorField(result, 67).map { unsafe String(cString: $0) } ?? ""
                    // 00000 and 01-classes below 01000 are notices; a warning of the commit has 01000 or 57P01.
                    guard state == "01000" || state.hasPrefix("57") else { return }
                    unsafe Unmanaged<Notices>.fromOpaque(receiver).takeUnretainedValue().warned = true
                }, Unmanaged.passUnretained(notices).toOpaque())
            do throws(PostgreSQLError) {
                // No statement_timeout: cancelling a commit that waits for the standby would report it done.
                try command("SET statement_timeout = 0")
                try command("SET lock_timeout = '\(max(1, patience.components.seconds / 2))s'")
                try command("SET idle_in_transaction_session_timeout = '\(max(2, patience.components.seconds))s'")
                try command("SET client_encoding = 'UTF8'")
                try command("SET default_transaction_isolation = 'read committed'")
            } catch {
                close()
                throw error
            }
        }

        private var isFinished = false

        deinit { if !isFinished { unsafe PQfinish(connection) } }

        /// Ends the session; the server undoes what was not committed.
        func close() {
            isUsable = false
            guard !isFinished else { return }
            isFinished = true
            unsafe PQfinish(connection)
        }

        // MARK: Statements

        /// Runs one statement, prepared the first time and known from then on. Types of parameters follow from their places.
        @discardableResult
        public func query(_ sql: String, _ values: [PostgreSQLValue] = []) throws(PostgreSQLError) -> PostgreSQLRows {
            let name = try prepare(sql)
            let deadline = ContinuousClock.now + patience
            try send {
                unsafe Self.withParameters(values) {
                    unsafe PQsendQueryPrepared(
                        connection, name, Int32(values.count), $0, $1, $2, 1)
                }
            }
            return try receive(until: deadline)
        }

        /// Runs statements without parameters and gives the last one's answer, as text.
        @discardableResult
        public func command(_ sql: String) throws(PostgreSQLError) -> PostgreSQLRows {
            let deadline = ContinuousClock.now + patience
            try send { unsafe PQsendQuery(connection, sql) }
            return try receive(until: deadline)
        }

        private func prepare(_ sql: String) throws(PostgreSQLError) -> String {
            if let name = prepared[sql] { return name }
            let name = "s\(prepared.count)"
            let deadline = ContinuousClock.now + patience
            try send { unsafe PQsendPrepare(connection, name, sql, 0, nil) }
            _ = try receive(until: deadline)
            prepared[sql] = name
            return name
        }

        // MARK: Transactions

        /// Runs `work` between `BEGIN` and `COMMIT`.
        ///
        /// What `work` throws undoes all and is thrown here.
        /// - Throws: `commitUnknown` when `COMMIT` was sent and no clean confirmation came: the caller must find out.
        public func transaction<Value>(_ work: (PostgreSQLSession) throws -> Value) throws -> Value {
            try command("BEGIN")
            let value: Value
            do {
                value = try work(self)
            } catch {
                undo()
                throw error
            }
            try commit()
            return value
        }

        /// A connection on which this fails is given up, and the server undoes the transaction by itself.
        private func undo() {
            guard isUsable else { return }
            do { try command("ROLLBACK") } catch { close() }
        }

        /// A warning beside a successful `COMMIT` means that its wait for the standby was cut short: durable here, perhaps not there.
        private func commit() throws(PostgreSQLError) {
            notices.warned = false
            let answer: PostgreSQLRows
            do throws(PostgreSQLError) {
                answer = try command("COMMIT")
            } catch {
                if case .refused(let state, _) = error, state.hasPrefix("23") || state.hasPrefix("40") { throw error }
                close()
                throw .commitUnknown
            }
            if notices.warned {
                close()
                throw .commitUnknown
            }
            guard answer.command == "COMMIT" else {
                throw .refused(sqlState: "25P02", message: "the transaction was undone")
            }
        }

        // MARK: The wire

        private func send(_ call: () -> Int32) throws(PostgreSQLError) {
            guard isUsable else { throw .connectionLost }
            guard call() == 1 else { throw lost() }
        }

        /// The last result of a statement; all are read.
        private func receive(until deadline: ContinuousClock.Instant) throws(PostgreSQLError) -> PostgreSQLRows {
            var last: PostgreSQLRows?
            var refused: PostgreSQLRows?
            while true {
                try awaitInput(until: deadline)
                guard let next = unsafe PQgetResult(connection) else { break }
                let rows = unsafe PostgreSQLRows(next)
                switch rows.status {
                case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: last = rows
                default: refused = refused ?? rows
                }
            }
            if let refused { throw failure(of: refused) }
            guard let last else { throw lost() }
            return last
        }

        private func failure(of answer: PostgreSQLRows) -> PostgreSQLError {
            let state = answer.sqlState
            guard !state.isEmpty else { return lost() }
            let error = PostgreSQLError.refused(sqlState: state, message: answer.primaryMessage)
            if error.endsConnection { close() }
            return error
        }

        private func lost() -> PostgreSQLError {
            close()
            return .connectionLost
        }

        /// Returns when the next result can be taken without waiting.
        private func awaitInput(until deadline: ContinuousClock.Instant) throws(PostgreSQLError) {
            while unsafe PQisBusy(connection) == 1 {
                let left = ContinuousClock.now.duration(to: deadline)
                guard left > .zero else {
                    close()
                    throw .noAnswer
                }
                let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
                var waiting = pollfd(fd: unsafe PQsocket(connection), events: Int16(POLLIN), revents: 0)
                // One descriptor, borrowed for the call.
                let ready = unsafe poll(&waiting, 1, Int32(clamping: milliseconds + 1))
                guard ready >= 0 || errno == EINTR else { throw lost() }
                if ready > 0, unsafe PQconsumeInput(connection) == 0 { throw lost() }
            }
        }

        private static func oneLine(_ text: String) -> String {
            text.split(whereSeparator: \.isNewline).joined(separator: "; ")
        }
    }

    // MARK: C arrays

    extension PostgreSQLSession {
        /// Values, lengths and formats as libpq wants them, for the length of `body`.
        private static func withParameters(
            _ values: [PostgreSQLValue],
            _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Int32
        ) -> Int32 {
            var buffer: [UInt8] = []
            // A batch's pages are half a megabyte: grown bit by bit they would be copied over and over.
            buffer.reserveCapacity(values.reduce(1) { $0 + $1.byteCount })
            var ranges: [Range<Int>?] = []
            for value in values {
                let start = buffer.count
                value.append(to: &buffer)
                if case .null = value { ranges.append(nil) } else { ranges.append(start..<buffer.count) }
            }
            // An empty value still needs an address: NULL would be the SQL null.
            buffer.append(0)
            let lengths = ranges.map { Int32($0?.count ?? 0) }
            let formats = [Int32](repeating: 1, count: values.count)
            return unsafe buffer.withUnsafeBytes { bytes in
                let base = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                // Every address lies within `buffer`, which outlives the call.
                let addresses = unsafe ranges.map { range in
                    unsafe range.flatMap { unsafe base?.advanced(by: $0.lowerBound) }
                }
                return unsafe addresses.withUnsafeBufferPointer { addresses in
                    unsafe lengths.withUnsafeBufferPointer { lengths in
                        unsafe formats.withUnsafeBufferPointer { formats in
                            unsafe body(addresses.baseAddress, lengths.baseAddress, formats.baseAddress)
                        }
                    }
                }
            }
        }
    }

    /// A NULL-terminated array of C strings, for the length of `body`.
    private func withCStrings<Value>(
        _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value
    ) -> Value {
        let copies = unsafe strings.map { unsafe strdup($0) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        let addresses = unsafe copies.map { unsafe UnsafePointer($0) } + [nil]
        return unsafe addresses.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
    }
#endif
