public import RecordTypes

/// When an institution's staff are expected to look at records, on Estonian clocks. Emergencies are never off hours.
///
/// One answer for every institution that has not said another: weekdays from 7 to 20.
public struct OpeningHours: Hashable, Sendable {
    /// The hours of one institution, the same on each of its days.
    public struct Week: Hashable, Sendable {
        /// The first hour, and the first that is outside again.
        public var hours: Range<Int64>
        /// Monday is 0.
        public var days: ClosedRange<Int64>

        public init(hours: Range<Int64>, days: ClosedRange<Int64> = 0...4) {
            self.hours = hours
            self.days = days
        }

        public static let always = Week(hours: 0..<24, days: 0...6)

        /// `always`, `8-17` (Monday to Friday) or `8-17 mon-sat`; nil for anything else.
        public init?(_ text: some StringProtocol) {
            let words = String(text).split(separator: " ").map { String($0) }
            if words == ["always"] {
                self = .always
                return
            }
            guard (1...2).contains(words.count) else { return nil }
            let hours = words[0].split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
            guard hours.count == 2, let first = hours[0], let end = hours[1], first >= 0, first < end, end <= 24 else {
                return nil
            }
            self.init(hours: first..<end)
            guard words.count == 2 else { return }
            let days = words[1].split(separator: "-", omittingEmptySubsequences: false).map { name in
                Self.names.firstIndex(of: String(name)).map { Int64($0) }
            }
            guard let monday = days[0], let last = days.count == 1 ? monday : days[1], days.count <= 2, monday <= last
            else { return nil }
            self.days = monday...last
        }

        private static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    }

    /// For whoever is not named.
    public var standard: Week
    public var institutions: [InstitutionID: Week]

    /// - Parameter alwaysOpen: institutions that work at every hour: hospitals, ambulances.
    public init(
        weekday: Range<Int64> = 7..<20, alwaysOpen: Set<InstitutionID> = [],
        institutions: [InstitutionID: Week] = [:]
    ) {
        standard = Week(hours: weekday)
        self.institutions = institutions
        for one in alwaysOpen { self.institutions[one] = .always }
    }

    public func isOpen(_ institution: InstitutionID?, at instant: Instant) -> Bool {
        let week = institution.flatMap { institutions[$0] } ?? standard
        let local = LocalTime(instant)
        guard let days = CivilDate.days(year: local.year, month: local.month, day: local.day) else { return true }
        // 1970-01-01, day 0, was a Thursday; with Monday as 0 that is 3.
        let weekday = ((days + 3) % 7 + 7) % 7
        return week.days.contains(weekday) && week.hours.contains(local.hour)
    }
}
