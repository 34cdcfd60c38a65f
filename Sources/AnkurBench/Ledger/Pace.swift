/// How fast something ran: by the clock, and by what the processor did for it, which other programs on the machine alter less.
struct Pace {
    /// A second.
    var rate = 0.0
    /// Microseconds of processor time for each, of the whole process and of the kernel for it.
    var processor = 0.0

    struct Watch {
        private let start = ContinuousClock.now
        private let processor = ProcessTime.own

        func pace(of count: Int) -> Pace {
            let used = ProcessTime.own - processor
            return Pace(
                rate: Double(count) / (ContinuousClock.now - start).inSeconds,
                processor: used.inSeconds * 1e6 / Double(count))
        }
    }
}
