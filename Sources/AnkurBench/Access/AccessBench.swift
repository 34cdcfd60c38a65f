@_spi(Measuring) import AccessLog
import ArgumentParser
import Foundation
import Gateway
import RecordTypes
import Reporting
import Sealing

/// A country's access log: ten million looks, and the questions of citizens and of the ministry, beside the same questions typed into the bare
/// database.
struct AccessBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract:
            "A citizen's first page, the ministry's query, a month explained, and appends, on a log of ten million events."
    )

    @Option(help: "Events of the log, over ten months.")
    var events = 10_000_000

    @Option(help: "Citizens' first pages that are read.")
    var pages = 2_000

    @Option(help: "Seconds of the run that appends.")
    var seconds = 10

    @Option(help: "A folder to keep the log in, and to find it again; by default it is made anew and removed.")
    var folder: String?

    func run() async throws {
        print("machine: \(Machine.description)")
        let place =
            folder
            ?? FileManager.default.temporaryDirectory.appendingPathComponent("access-bench-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { if folder == nil { try? FileManager.default.removeItem(atPath: place) } }

        let appends = try await AccessAppendRun.measure(in: place + "/append", clients: 32, for: .seconds(seconds))
        print("append, 32 clients, ledger and access log")
        print("  events, durable on the ledger       \(appends.ledger.rounded(to: 0))/s")
        print("  and taken in by the access log      \(appends.projected.rounded(to: 0))/s")
        print(
            "  the same rows into the bare database \(appends.bare.rounded(to: 0))/s, ratio \(ratio(appends.projected, appends.bare))"
        )

        let scene = AccessScene(events: events)
        let log = try await scene.open(in: place)
        print(
            "log of \(events) events, \(scene.people) people, \(scene.professionals) professionals, \(scene.institutions.count) institutions"
        )
        print("machine now: \(Machine.description)")
        let bare = try BareAccessLog(path: scene.path(in: place))

        // By turns, so that both meet the same machine.
        var ours: [Duration] = []
        var theirs: [Duration] = []
        for round in 0..<pages {
            let person = scene.person((round &* 7_919) % scene.people)
            let query = AccessLogQuery(subject: person, limit: 50)
            var begun = ContinuousClock.now
            let page = try await log.events(matching: query)
            // The scene's records have no count of their own, so that the statement tells gaps: it is the work that is measured.
            _ = try await log.completeness(of: query, ledgerSize: UInt64(events))
            ours.append(ContinuousClock.now - begun)
            // Who is looked at is drawn, so that a few in a hundred thousand never are.
            guard !page.events.isEmpty else { continue }
            begun = ContinuousClock.now
            try bare.page(of: page.events[0].index)
            theirs.append(ContinuousClock.now - begun)
        }
        let (page, barePage) = (Latencies(ours), Latencies(theirs))
        print("a citizen's first page of 50, opened, with the check for gaps")
        print("  ours                                p50 \(ms(page, 50)) ms, p99 \(ms(page, 99)) ms")
        print("  the rows from the bare database     p50 \(ms(barePage, 50)) ms, p99 \(ms(barePage, 99)) ms")

        let month = scene.month(7)
        var monthly: [Duration] = []
        var bareMonthly: [Duration] = []
        var matched = 0
        for institution in scene.institutions.prefix(20) {
            let query = AccessLogQuery(
                institution: institution, from: month.lowerBound, until: month.upperBound, limit: 100)
            var begun = ContinuousClock.now
            _ = try await log.events(matching: query)
            matched += try await log.completeness(of: query, ledgerSize: UInt64(events)).events
            monthly.append(ContinuousClock.now - begun)
            begun = ContinuousClock.now
            try bare.month(of: institution, month)
            bareMonthly.append(ContinuousClock.now - begun)
        }
        let (ministry, bareMinistry) = (Latencies(monthly), Latencies(bareMonthly))
        print("the ministry: one institution, one month (\(matched / 20) events), 100 rows opened and all counted")
        print("  ours                                p50 \(ms(ministry, 50)) ms, worst \(ms(ministry, 100)) ms")
        print("  the bare database                   p50 \(ms(bareMinistry, 50)) ms, worst \(ms(bareMinistry, 100)) ms")

        let whole = AccessLogQuery(from: month.lowerBound, until: month.upperBound)
        let used = ProcessTime.own
        var begun = ContinuousClock.now
        let explained = try await AccessExplainer(log).explain(
            whole, ExplainQuestion(whole), asked: month.upperBound.advanced(by: .days(10)))
        let took = ContinuousClock.now - begun
        let processor = ProcessTime.own - used
        begun = ContinuousClock.now
        let rows = try bare.facts(in: month)
        let bareTook = ContinuousClock.now - begun
        let reasons = explained.report.explained.filter { $0.count > 0 }.map { "\($0.reason.rawValue) \($0.count)" }
        print("a month explained: \(explained.report.total) events, \(explained.report.toReview) to be looked at")
        print("  \(reasons.joined(separator: ", "))")
        print(
            "  ours                                \(took.inSeconds.rounded(to: 1)) s, processor time \(processor.inSeconds.rounded(to: 1)) s"
        )
        print("  the month's \(rows) rows, bare        \(bareTook.inSeconds.rounded(to: 1)) s")
        print("  peak resident memory                \((ProcessTime.peakBytes() ?? 0) / 1_048_576) MiB")
    }

    private func ms(_ latencies: Latencies, _ percent: Double) -> String {
        latencies.percentile(percent).inMilliseconds.rounded(to: 1)
    }

    private func ratio(_ value: Double, _ base: Double) -> String { (value / base).rounded(to: 2) }
}
