public import RecordTypes

/// When an institution's staff are expected to look at records, on Estonian clocks.
///
/// One answer for every institution that has not said another: weekdays from 7 to 20. Emergencies are never off hours.
public struct OpeningHours: Hashable, Sendable {
    /// The first hour of a weekday, and the first that is outside again.
    public var weekday: Range<Int64>
    /// Institutions that work at every hour: hospitals, ambulances.
    public var alwaysOpen: Set<InstitutionID>

    public init(weekday: Range<Int64> = 7..<20, alwaysOpen: Set<InstitutionID> = []) {
        self.weekday = weekday
        self.alwaysOpen = alwaysOpen
    }

    public func isOpen(_ institution: InstitutionID?, at instant: Instant) -> Bool {
        if let institution, alwaysOpen.contains(institution) { return true }
        let local = LocalTime(instant)
        guard let days = CivilDate.days(year: local.year, month: local.month, day: local.day) else { return true }
        // 1970-01-01, day 0, was a Thursday; with Monday as 0 that is 3.
        let weekday = ((days + 3) % 7 + 7) % 7
        return weekday < 5 && self.weekday.contains(local.hour)
    }
}
