import Foundation
import GatewayClient
import TestPKI
import Testing

/// A disk that fails to flush, and one that is full.
@Suite("Disk faults", .serialized)
struct DiskFaultTests {
    /// The compiler that makes the preloaded library.
    static let compiler = ["/usr/bin/cc", "/usr/bin/gcc", "/usr/bin/clang"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(
        "whichever flush fails, what was acknowledged is there once after the next start",
        .enabled(if: compiler != nil, "there is no C compiler"), .timeLimit(.minutes(20)))
    func failingFlush() async throws {
        let folder = try TemporaryFolder()
        let library = folder.path + "/failing-flush.so"
        let source = Built.package + "/Tests/AcceptanceTests/Fixtures/failing-flush.c"
        let made = try await Command.run(
            try #require(Self.compiler), ["-shared", "-fPIC", "-O1", "-o", library, source])
        try #require(made.status == 0, "\(made.transcript)")
        let bench = try StrikeBench()
        await withTaskGroup(of: (Int, String?).self) { group in
            // The first dozen or two are those of start-up; then each submission and read brings some.
            var rest = (1...36)[...]
            func addNext() {
                guard let number = rest.popFirst() else { return }
                group.addTask {
                    do {
                        try await bench.run(
                            Blow(
                                name: "flush-\(number)",
                                environment: ["LD_PRELOAD": library, "ANKUR_FAIL_FLUSH": "\(number)"],
                                mark: "ANKUR_FAIL_FLUSH: struck"))
                        return (number, nil)
                    } catch {
                        return (number, "\(error)")
                    }
                }
            }
            for _ in 0..<3 { addNext() }
            while let (number, fault) = await group.next() {
                #expect(fault == nil, "ANKUR_FAIL_FLUSH=\(number)")
                addNext()
            }
        }
        try await bench.shutdown()
    }

    @Test(
        "a full disk is answered with 503, nothing is half written, and the gateway goes on when there is room",
        .enabled(if: geteuid() == 0, "only root can mount a small disk"), .timeLimit(.minutes(5)))
    func fullDisk() async throws {
        let realm = try KilledRealm()
        let data = realm.realm.dataFolder
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let mounted = try await Command.run("/bin/mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", data])
        try #require(mounted.status == 0, "\(mounted.transcript)")
        do {
            try await fillAndEmpty(realm, data)
        } catch {
            _ = try await Command.run("/bin/umount", ["-l", data])
            throw error
        }
        _ = try await Command.run("/bin/umount", ["-l", data])
        try await realm.shutdown()
    }

    @Test(
        "a folder that nobody may write to, as of a backup, shows its log, key and years; what a killed gateway left there is named",
        .enabled(if: geteuid() == 0, "only root can mount a folder read-only"), .timeLimit(.minutes(5)))
    func readOnlyFolder() async throws {
        try await KilledRealm.with { realm in
            func looks() async throws -> [Command] {
                let folder = realm.realm.dataFolder
                // A mount of its own, which ends with the shell.
                let script = #"mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@""#
                var looks: [Command] = []
                for words in [["vkey"], ["shards", "list"], ["export", "\(realm.folder.path)/log-\(UUID())"]] {
                    looks.append(
                        try await Command.run(
                            "/usr/bin/unshare",
                            ["-m", "bash", "-c", script, "-", folder, Built.ankur, "ledger"] + words
                                + ["--data", realm.realm.folder]))
                }
                return looks
            }
            var process = try await realm.start()
            let document = realm.journal.next(from: .north)
            let promise = try Acknowledged(await realm.north.submit(document.bytes, to: process))
            _ = try await process.anchored(promise.record, as: realm.north)
            #expect(await realm.terminate(process) == 0)
            for look in try await looks() { #expect(look.status == 0, "\(look.transcript)") }
            process = try await realm.start()
            for look in try await looks() { #expect(look.status == 0, "beside a gateway: \(look.transcript)") }
            await realm.kill(process)
            // Its last transactions stand beside the file, and the file that leads to them went with the machine.
            try? FileManager.default.removeItem(atPath: realm.realm.dataFolder + "/ledger.sqlite-shm")
            for look in try await looks() {
                #expect(look.status == 2 && look.errors.contains("unfinished-copy"), "\(look.transcript)")
            }
        }
    }

    private func fillAndEmpty(_ realm: KilledRealm, _ data: String) async throws {
        var process = try await realm.start()
        func submit() async throws -> Int {
            let document = realm.journal.next(from: .north)
            let answer = try await realm.north.submit(document.bytes, document.mediaType, to: process)
            if answer.status == 201 {
                realm.journal.note(document, acknowledgedBy: try Acknowledged(answer))
            } else {
                realm.journal.note(unknown: document)
            }
            if answer.status == 503 { #expect(answer.header("Retry-After") != nil) }
            return answer.status
        }
        for _ in 0..<3 { #expect(try await submit() == 201) }
        let filler = data + "/filler"
        // Everything but the last pages, which the first submissions may still take.
        _ = try await Command.run("/bin/sh", ["-c", "head -c 24m /dev/zero >'\(filler)' 2>/dev/null; true"])
        var refused = 0
        for _ in 0..<60 where refused < 5 {
            let status = try await submit()
            #expect(status == 201 || status == 503, "answered with \(status)")
            if status == 503 { refused += 1 }
        }
        #expect(refused == 5, "the disk was full")
        try FileManager.default.removeItem(atPath: filler)
        // Whatever waited for room may take a moment; the gateway is the same process.
        var status = 0
        for _ in 0..<100 where status != 201 {
            status = try await submit()
            if status != 201 { try await Task.sleep(for: .milliseconds(100)) }
        }
        #expect(status == 201, "there is room again")
        #expect(process.isRunning)

        #expect(await realm.terminate(process) == 0)
        process = try await realm.start()
        let inspection = try await Inspection(realm, process)
        let acknowledged = realm.journal.acknowledged
        #expect(await inspection.faults(in: acknowledged, thorough: true) == [])
        #expect(try await inspection.listFaults(acknowledged: acknowledged, sent: realm.journal.sent) == [])
        #expect(await realm.terminate(process) == 0)
        let fsck = try await realm.fsck()
        #expect(fsck.status == 0, "\(fsck.transcript)")
    }
}
