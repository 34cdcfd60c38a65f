public import RecordTypes

/// What shows only beside other accesses: volumes, spikes, probing, repetition. Counted over the accesses of one report.
///
/// Work and memory grow with the number of accesses; people are numbers.
public struct AccessPatterns: Sendable {
    public struct Limits: Hashable, Sendable {
        /// People of one professional within an hour, a day, and ninety days.
        public var peopleInAnHour = 30
        public var peopleInADay = 100
        public var peopleInNinetyDays = 500
        /// Professionals who look at one person on one day, and how many times the person's usual number that must be.
        public var readersInADay = 10
        public var readersTimesUsual = 5
        /// Emergencies of one professional in the report.
        public var emergencies = 3
        /// Refused and empty looks of one reader within an hour.
        public var misses = 5

        public init() {}
    }

    /// Professionals who looked at many people, with the start and end of each run of theirs; ninety days mark all their looks.
    private var busy: [UInt64: [ClosedRange<Instant>]] = [:]
    private var busyForNinetyDays: Set<UInt64> = []
    private var crowded: Set<PersonDay> = []
    private var repeated: Set<UInt64> = []
    private var probing: [Reader: [ClosedRange<Instant>]] = [:]

    private struct PersonDay: Hashable, Sendable {
        let person: UInt64
        let day: Int64
    }

    /// A professional, or an institution that names none.
    private enum Reader: Hashable, Sendable {
        case professional(UInt64)
        case institution(Int32)

        init?(_ facts: AccessFacts) {
            if let professional = facts.professional {
                self = .professional(professional)
            } else if let institution = facts.institution {
                self = .institution(institution)
            } else {
                return nil
            }
        }
    }

    /// - Parameters:
    ///   - facts: oldest first.
    ///   - reach: people of a professional in the ninety days before the report's end, where that was counted.
    public init(_ facts: [AccessFacts], reach: [UInt64: Int] = [:], limits: Limits = Limits()) {
        var looks: [UInt64: [(time: Instant, person: UInt64)]] = [:]
        var misses: [Reader: [Instant]] = [:]
        var emergencies: [UInt64: Int] = [:]
        var readers: [UInt64: [Int64: Set<UInt64>]] = [:]
        for one in facts where one.kind == .institution {
            if let professional = one.professional {
                if let person = one.person {
                    looks[professional, default: []].append((one.time, person))
                    readers[person, default: [:]][one.time.seconds / 86_400, default: []].insert(professional)
                }
                if one.purpose == .breakTheGlass { emergencies[professional, default: 0] += 1 }
            }
            if one.outcome != .released, let reader = Reader(one) { misses[reader, default: []].append(one.time) }
        }
        for (professional, list) in looks where list.count >= limits.peopleInAnHour {
            var runs: [ClosedRange<Instant>] = []
            for (window, most) in [(Duration.seconds(3_600), limits.peopleInAnHour), (.days(1), limits.peopleInADay)] {
                runs += Self.runs(list, within: window, of: most)
            }
            if !runs.isEmpty { busy[professional] = runs }
        }
        busyForNinetyDays = Set(reach.filter { $0.value >= limits.peopleInNinetyDays }.keys)
        repeated = Set(emergencies.filter { $0.value >= limits.emergencies }.keys)
        for (reader, times) in misses where times.count >= limits.misses {
            let runs = Self.runs(
                times.enumerated().map { ($0.element, UInt64($0.offset)) }, within: .seconds(3_600), of: limits.misses)
            if !runs.isEmpty { probing[reader] = runs }
        }
        for (person, days) in readers {
            let all = days.values.reduce(0) { $0 + $1.count }
            for (day, set) in days where set.count >= limits.readersInADay {
                let others = days.count - 1
                // Compared with the person's other days; one day alone stands by itself.
                let usual = others == 0 ? 0 : Double(all - set.count) / Double(others)
                if Double(set.count) >= usual * Double(limits.readersTimesUsual) {
                    crowded.insert(PersonDay(person: person, day: day))
                }
            }
        }
    }

    /// The stretches in which a window held so many different people at least.
    private static func runs(
        _ looks: [(time: Instant, person: UInt64)], within window: Duration, of most: Int
    ) -> [ClosedRange<Instant>] {
        var counts: [UInt64: Int] = [:]
        var first = 0
        var runs: [ClosedRange<Instant>] = []
        for look in looks {
            counts[look.person, default: 0] += 1
            while look.time.duration(since: looks[first].time) > window {
                let old = looks[first].person
                if let count = counts[old] { counts[old] = count == 1 ? nil : count - 1 }
                first += 1
            }
            guard counts.count >= most else { continue }
            if let last = runs.last, last.upperBound >= looks[first].time {
                runs[runs.count - 1] = last.lowerBound...look.time
            } else {
                runs.append(looks[first].time...look.time)
            }
        }
        return runs
    }

    /// What these patterns say about one access.
    public func signals(_ facts: AccessFacts) -> Set<DetectionRule> {
        guard facts.kind == .institution else { return [] }
        var signals: Set<DetectionRule> = []
        if let professional = facts.professional {
            let isBusy = busy[professional]?.contains { $0.contains(facts.time) } ?? false
            if facts.person != nil, isBusy || busyForNinetyDays.contains(professional) { signals.insert(.manyPeople) }
            if facts.purpose == .breakTheGlass, repeated.contains(professional) { signals.insert(.repeatedEmergency) }
        }
        if let person = facts.person, facts.professional != nil,
            crowded.contains(PersonDay(person: person, day: facts.time.seconds / 86_400))
        {
            signals.insert(.manyReaders)
        }
        if facts.outcome != .released, let reader = Reader(facts),
            probing[reader]?.contains(where: { $0.contains(facts.time) }) ?? false
        {
            signals.insert(.probing)
        }
        return signals
    }
}
