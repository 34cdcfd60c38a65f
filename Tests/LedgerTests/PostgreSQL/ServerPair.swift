#if PostgreSQL
    import Foundation
    import Testing

    /// A PostgreSQL primary and a synchronous standby of one test, made by `.ci/postgresql`, to be killed and promoted.
    final class ServerPair: Sendable {
        private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../../.ci/postgresql"
        ).standardized.path

        static let isInstalled =
            ((try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []).contains {
                FileManager.default.isExecutableFile(atPath: "/usr/lib/postgresql/\($0)/bin/initdb")
            } && FileManager.default.isExecutableFile(atPath: script)

        static let missing: Comment = "no PostgreSQL server is installed (Debian: postgresql)"

        struct Failure: Error { let said: String }

        private let folder: String
        let connectionString: String

        init() throws {
            // The user postgres must be able to enter it.
            folder = "/tmp/ankur-pg-\(UUID().uuidString.prefix(8))"
            connectionString = try Self.run("start", folder)
        }

        /// What the script started is stopped by it, also when a test has failed.
        func stop() throws { _ = try Self.run("stop", folder) }

        func killPrimary() throws { _ = try Self.run("kill", folder, "primary") }
        func killStandby() throws { _ = try Self.run("kill", folder, "standby") }
        func restartStandby() throws { _ = try Self.run("restart", folder, "standby") }
        func holdStandby() throws { _ = try Self.run("hold", folder) }
        func releaseStandby() throws { _ = try Self.run("release", folder) }
        /// The standby is the primary, with a new standby.
        func promote() throws { _ = try Self.run("promote", folder) }
        @discardableResult func psql(_ sql: String) throws -> String { try Self.run("psql", folder, sql) }

        private static func run(_ arguments: String...) throws -> String {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/bash")
            process.arguments = [script] + arguments
            // A file and not a pipe: the servers it starts keep what they inherit.
            let path = FileManager.default.temporaryDirectory.appendingPathComponent("said-\(UUID().uuidString)").path
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            defer { try? FileManager.default.removeItem(atPath: path) }
            let output = try #require(FileHandle(forWritingAtPath: path))
            process.standardOutput = output
            process.standardError = output
            process.standardInput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            try output.close()
            let said = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
            guard process.terminationStatus == 0 else { throw Failure(said: "\(arguments): \(said)") }
            return said.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
#endif
