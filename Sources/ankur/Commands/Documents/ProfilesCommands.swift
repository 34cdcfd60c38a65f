import ArgumentParser
import Conversion
import Foundation
import Profiles
import RecordTypes

struct ProfilesCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profiles", abstract: "The profile set: what documents, sections, codes and rules are.",
        subcommands: [Compile.self, Check.self, Test.self])

    struct Folder: ParsableArguments {
        @Option(help: "The folder of the profile set; the one that came with the program when not given.")
        var profiles: String?

        func path() throws -> String {
            let path = try ProfileFolder.find(profiles)
            var isFolder: ObjCBool = false
            guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                throw CommandFailure.impossible("\(path) is no folder")
            }
            return path
        }

        /// Prints every fault, one a line.
        static func failure(_ error: ProfileError) -> CommandFailure {
            for fault in error.faults { StandardError.write("\(fault)\n") }
            return .answeredNo("\(error.faults.count) faults")
        }

        /// Compiles the set; every fault is printed, one a line.
        func compiled() throws -> CompiledProfiles {
            let path = try path()
            do throws(ProfileError) { return try CompiledProfiles(directory: path) } catch { throw Self.failure(error) }
        }
    }

    struct Compile: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make one file of the profile set, to be mapped at start.",
            discussion: """
                The file is keyed by the digest of its sources: a program that finds it stale compiles by itself and says so. Prints \
                the digest, the size, how long it took to compile, and how long to map the file again (median of 21). Exit code 1 when \
                the set has a fault.
                """)

        @OptionGroup var folder: Folder

        @Option(help: "The file to write; profiles.compiled in the folder of the set when not given.")
        var output: String?

        func run() throws {
            let clock = ContinuousClock()
            let start = clock.now
            let compiled = try folder.compiled()
            let took = clock.now - start
            let path = try output ?? folder.path() + "/" + CompiledProfiles.fileName
            do { try compiled.write(to: path) } catch {
                throw CommandFailure.impossible("\(path) cannot be written: \(error.localizedDescription)")
            }
            let times = try (0..<21).map { _ in
                try clock.measure { _ = try ProfileSet(compiledFile: path, digest: compiled.digest) }
            }.sorted()
            StandardOutput.write(
                """
                \(path)
                digest of the sources: \(compiled.digest.hex)
                \(compiled.bytes.count) bytes, compiled in \(took.milliseconds) ms, mapped in \(times[10].milliseconds) ms

                """)
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell everything that is wrong with the profile set.",
            discussion:
                "Each fault is one line: profiles/FILE:LINE: code: what is wrong. Exit code 1 when there is one.")

        @OptionGroup var folder: Folder

        func run() throws {
            let compiled = try folder.compiled()
            let path = try folder.path()
            do throws(ProfileError) { _ = try ProfileCase.all(below: path) } catch { throw Folder.failure(error) }
            StandardOutput.write("nothing is wrong; digest \(compiled.digest.hex)\n")
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the tests that lie beside the profiles.",
            discussion: """
                Each item of a file tests/*.yaml is a document and what must become of it. Prints PASS or FAIL, place and name of each. \
                Exit code 1 when one fails, 2 when there is none.
                """)

        @OptionGroup var folder: Folder

        @Argument(help: "Only tests whose file or name holds this text.")
        var filter: String?

        func run() throws {
            let converter = Converter(profiles: try ProfileSet(try folder.compiled()))
            let path = try folder.path()
            var cases: [ProfileCase]
            do throws(ProfileError) { cases = try ProfileCase.all(below: path) } catch { throw Folder.failure(error) }
            if let filter { cases = cases.filter { $0.file.contains(filter) || $0.name.contains(filter) } }
            guard !cases.isEmpty else { throw CommandFailure.impossible("there is no such test") }
            var failed = 0
            for test in cases {
                guard let data = FileManager.default.contents(atPath: test.input) else {
                    throw CommandFailure.impossible("\(test.input) cannot be read")
                }
                let format: SourceDocument.Format = test.input.hasSuffix(".hl7") ? .hl7v2 : .cda
                let failures = converter.failures(
                    of: test, source: SourceDocument(format: format, bytes: [UInt8](data)))
                StandardOutput.write(
                    "\(failures.isEmpty ? "PASS" : "FAIL") profiles/\(test.file):\(test.line): \(test.name)\n")
                for failure in failures { StandardOutput.write("     \(failure)\n") }
                if !failures.isEmpty { failed += 1 }
            }
            StandardOutput.write("\(cases.count - failed) passed, \(failed) failed\n")
            if failed > 0 { throw CommandFailure.answeredNo() }
        }
    }
}

extension Duration {
    /// With three decimals.
    fileprivate var milliseconds: String { String(format: "%.3f", self / .milliseconds(1)) }
}
