internal import JSONText
public import RecordTypes

/// How late documents come from each institution, and what never comes: for people who may see how much, and nobody.
///
/// Late is what comes later than ``term`` after the time that the document gives for what it is about. Counts below ten are left out together with what
/// they could be worked out from; a median stands where twenty documents are dated, the 95th percentile where ten lie beyond it.
public struct LatenessReport: Hashable, Sendable {
    /// One document that was filed.
    public struct Document: Hashable, Sendable {
        public let institution: InstitutionID
        /// From the time it gives to when it was received, in whole days; nil where it gives none.
        public let days: Int?

        public init(institution: InstitutionID, days: Int?) {
            self.institution = institution
            self.days = days
        }
    }

    /// Something that a document should follow: a visit that a look has named, or an order.
    public struct Expectation: Hashable, Sendable {
        public let institution: InstitutionID
        public let isMet: Bool

        public init(institution: InstitutionID, isMet: Bool) {
            self.institution = institution
            self.isMet = isMet
        }
    }

    /// What one institution, or all, has filed.
    public struct Line: Hashable, Sendable {
        /// Nil for all together.
        public let institution: InstitutionID?
        public let documents, onTime, late, undated: AccessCounts.Count
        /// In days; nil where too few are dated.
        public let median, percentile95: Int?
        public let visits, undocumented: AccessCounts.Count
        public let orders, unanswered: AccessCounts.Count
    }

    /// Days that a document may take: five working days and a weekend, the longest that the Estonian rules give.
    public static let term = 7
    /// Days after a visit, and after an order, within which a document should have come.
    public static let visitTerm: Int64 = 14
    public static let orderTerm: Int64 = 90

    /// By institution.
    public let lines: [Line]
    public let all: Line

    public init(documents: [Document], visits: [Expectation], orders: [Expectation]) {
        let institutions = Set(documents.map(\.institution) + visits.map(\.institution) + orders.map(\.institution))
            .sorted()
        var places: [InstitutionID: Int] = [:]
        for (place, one) in institutions.enumerated() { places[one] = place }
        var days = Array(repeating: [Int](), count: institutions.count)
        var filed = Array(repeating: [0, 0, 0], count: institutions.count)
        for one in documents {
            guard let place = places[one.institution] else { continue }
            filed[place][one.days.map { $0 > Self.term ? 1 : 0 } ?? 2] += 1
            if let late = one.days { days[place].append(late) }
        }
        func table(_ expectations: [Expectation]) -> SuppressedTable {
            var counts = Array(repeating: [0, 0], count: institutions.count)
            for one in expectations {
                if let place = places[one.institution] { counts[place][one.isMet ? 0 : 1] += 1 }
            }
            return SuppressedTable(counts, columns: 2, smallest: AccessCounts.smallest)
        }
        let documentTable = SuppressedTable(filed, columns: 3, smallest: AccessCounts.smallest)
        let (visitTable, orderTable) = (table(visits), table(orders))
        lines = institutions.indices.map { row in
            let cells = documentTable.cells[row]
            return Line(
                institution: institutions[row], documents: documentTable.rowSums[row], onTime: cells[0], late: cells[1],
                undated: cells[2], median: Self.median(days[row]), percentile95: Self.percentile95(days[row]),
                visits: visitTable.rowSums[row], undocumented: visitTable.cells[row][1],
                orders: orderTable.rowSums[row], unanswered: orderTable.cells[row][1])
        }
        let everything = days.flatMap(\.self)
        all = Line(
            institution: nil, documents: documentTable.total, onTime: documentTable.columnSums[0],
            late: documentTable.columnSums[1], undated: documentTable.columnSums[2],
            median: Self.median(everything), percentile95: Self.percentile95(everything), visits: visitTable.total,
            undocumented: visitTable.columnSums[1], orders: orderTable.total, unanswered: orderTable.columnSums[1])
    }

    private static func median(_ days: [Int]) -> Int? {
        days.count < 20 ? nil : days.sorted()[(days.count - 1) / 2]
    }

    /// The least number of days that 95 of a hundred documents do not exceed.
    private static func percentile95(_ days: [Int]) -> Int? {
        days.count < 200 ? nil : days.sorted()[(days.count * 95 + 99) / 100 - 1]
    }
}

// MARK: Forms

extension LatenessReport.Line {
    /// Of the dated and undated documents those that were late, in percent; nil where one of the numbers is left out.
    public var shareLate: Int? {
        guard case .number(let all) = documents, case .number(let late) = late, all > 0 else { return nil }
        return (late * 100 + all / 2) / all
    }

    static let heading = [
        "institution", "documents", "on time", "late", "undated", "late %", "median days", "95 % days", "visits",
        "undocumented", "orders", "unanswered",
    ]

    func cells(all: String) -> [String] {
        func text(_ count: AccessCounts.Count) -> String {
            if case .number(let number) = count { String(number) } else { "*" }
        }
        func text(_ number: Int?) -> String { number.map(String.init) ?? "*" }
        return [
            institution?.semantics ?? all, text(documents), text(onTime), text(late), text(undated), text(shareLate),
            text(median), text(percentile95), text(visits), text(undocumented), text(orders), text(unanswered),
        ]
    }
}

extension LatenessReport {
    /// For a terminal; what is left out is `*`.
    public var text: String {
        PlainTable.text(heading: Line.heading, cells: (lines + [all]).map { $0.cells(all: "all") })
    }

    /// RFC 4180.
    public var commaSeparated: [UInt8] {
        ([Line.heading] + (lines + [all]).map { $0.cells(all: "all") }).flatMap { CommaSeparated.line($0) }
    }

    /// An object a line; what is left out is null.
    public var newlineDelimited: [UInt8] {
        (lines + [all]).flatMap { line -> [UInt8] in
            var json = JSONWriter()
            json.beginObject()
            for (name, cell) in zip(Line.heading, line.cells(all: "all")) {
                json.key(name)
                if name == "institution" {
                    json.string(cell)
                } else if let number = Int64(cell) {
                    json.number(text: String(number))
                } else {
                    json.null()
                }
            }
            json.endObject()
            return json.bytes + [0x0A]
        }
    }
}
