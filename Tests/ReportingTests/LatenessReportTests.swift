import RecordTypes
import Testing

@testable import Reporting

@Suite("Late and missing documents")
struct LatenessReportTests {
    private static let hospitals = (1...4).compactMap { InstitutionID("NTREE-9000000\($0)") }

    private static func documents(_ institution: Int, _ days: [Int?]) -> [LatenessReport.Document] {
        days.map { LatenessReport.Document(institution: hospitals[institution], days: $0) }
    }

    private static func expectations(_ institution: Int, met: Int, missed: Int) -> [LatenessReport.Expectation] {
        (0..<met + missed).map {
            LatenessReport.Expectation(institution: hospitals[institution], isMet: $0 < met)
        }
    }

    @Test("late is what comes more than seven days after; median and percentile are of the dated ones")
    func late() throws {
        // 100 on the day, 50 after a week, 50 a day later than that.
        let days = Array(repeating: 0, count: 100) + Array(repeating: 7, count: 50) + Array(repeating: 8, count: 50)
        let report = LatenessReport(
            documents: Self.documents(0, days) + Self.documents(0, Array(repeating: nil, count: 10)), visits: [],
            orders: [])
        let line = try #require(report.lines.first)
        #expect(line.documents == .number(210) && line.onTime == .number(150) && line.late == .number(50))
        #expect(line.undated == .number(10) && line.median == 0 && line.percentile95 == 8 && line.shareLate == 24)
        #expect(report.all.documents == .number(210) && report.all.median == 0)
    }

    @Test("few documents have no median, fewer than two hundred no percentile, and small counts are left out")
    func small() throws {
        let report = LatenessReport(
            documents: Self.documents(0, Array(repeating: 1, count: 19))
                + Self.documents(1, Array(repeating: 1, count: 199))
                + Self.documents(1, Array(repeating: 30, count: 3)),
            visits: Self.expectations(0, met: 40, missed: 3) + Self.expectations(1, met: 40, missed: 30), orders: [])
        #expect(report.lines[0].median == nil && report.lines[1].median == 1 && report.lines[1].percentile95 == 1)
        #expect(report.lines[1].late == .suppressed && report.lines[1].shareLate == nil)
        #expect(report.lines[0].undocumented == .suppressed)
        // Nor can it be worked out: no line with a hidden cell shows all the others and the sum.
        for line in report.lines {
            if line.late == .suppressed {
                #expect([line.onTime, line.undated, line.documents].contains(.suppressed))
            }
        }
        #expect(
            report.lines.map(\.undocumented).count { $0 == .suppressed }
                + (report.all.undocumented == .suppressed ? 1 : 0) >= 2)
    }

    @Test("orders and visits are counted apart, and an institution that files nothing stands in the list")
    func missing() throws {
        let report = LatenessReport(
            documents: Self.documents(0, Array(repeating: 0, count: 20)),
            visits: Self.expectations(1, met: 0, missed: 50), orders: Self.expectations(2, met: 30, missed: 20))
        #expect(report.lines.map(\.institution) == Self.hospitals.prefix(3).map { $0 })
        #expect(report.lines[1].visits == .number(50) && report.lines[1].undocumented == .number(50))
        #expect(report.lines[1].documents == .number(0) && report.lines[1].shareLate == nil)
        #expect(report.lines[2].orders == .number(50) && report.lines[2].unanswered == .number(20))
    }

    @Test("nothing at all is a table with one line of zeros")
    func empty() {
        let report = LatenessReport(documents: [], visits: [], orders: [])
        #expect(report.lines.isEmpty && report.all.documents == .number(0) && report.all.median == nil)
    }

    @Test("the three forms say the same")
    func forms() throws {
        let report = LatenessReport(
            documents: Self.documents(0, Array(repeating: 9, count: 20)), visits: [], orders: [])
        let csv = String(decoding: report.commaSeparated, as: UTF8.self)
        #expect(csv.contains("NTREE-90000001,20,0,20,0,100,9,*,0,0,0,0\r\n"))
        let lines = String(decoding: report.newlineDelimited, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 2 && lines[0].contains(#""late %":100"#) && lines[0].contains(#""95 % days":null"#))
        #expect(report.text.contains("NTREE-90000001"))
    }
}
