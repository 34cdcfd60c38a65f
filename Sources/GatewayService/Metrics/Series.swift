import CoreMetrics
import Synchronization

/// The numbers of one series, whatever kind it is.
final class Series: Sendable {
    static let secondBuckets: [Double] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30]
    static let countBuckets: [Double] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]

    private struct Numbers {
        var value = 0.0
        var count = 0
        var perBucket: [Int]
    }

    private let buckets: [Double]
    private let numbers: Mutex<Numbers>

    /// - Parameter buckets: upper bounds, growing; empty for a counter or a gauge.
    init(buckets: [Double]) {
        self.buckets = buckets
        numbers = Mutex(Numbers(perBucket: Array(repeating: 0, count: buckets.count)))
    }

    private func add(_ amount: Double) { numbers.withLock { $0.value += amount } }

    private func put(_ value: Double) { numbers.withLock { $0.value = value } }

    private func observe(_ value: Double) {
        guard !buckets.isEmpty else { return put(value) }
        let bucket = buckets.firstIndex { value <= $0 }
        numbers.withLock {
            $0.value += value
            $0.count += 1
            if let bucket { $0.perBucket[bucket] += 1 }
        }
    }

    func samples(
        _ kind: MetricFamily.Kind, _ labels: [(String, String)]
    ) -> [(suffix: String, labels: [(String, String)], value: Double)] {
        let now = numbers.withLock { $0 }
        guard kind == .histogram else { return [("", labels, now.value)] }
        var samples: [(suffix: String, labels: [(String, String)], value: Double)] = []
        var sum = 0
        for (bound, count) in zip(buckets, now.perBucket) {
            sum += count
            samples.append(("_bucket", labels + [("le", "\(bound)")], Double(sum)))
        }
        samples.append(("_bucket", labels + [("le", "+Inf")], Double(now.count)))
        samples.append(("_sum", labels, now.value))
        samples.append(("_count", labels, Double(now.count)))
        return samples
    }
}

extension Series: CounterHandler {
    func increment(by amount: Int64) { add(Double(amount)) }
    func reset() { put(0) }
}

extension Series: FloatingPointCounterHandler {
    func increment(by amount: Double) { add(amount) }
}

extension Series: MeterHandler {
    func set(_ value: Int64) { put(Double(value)) }
    func set(_ value: Double) { put(value) }
    func decrement(by amount: Double) { add(-amount) }
}

extension Series: RecorderHandler {
    func record(_ value: Int64) { observe(Double(value)) }
    func record(_ value: Double) { observe(value) }
}

extension Series: TimerHandler {
    func recordNanoseconds(_ duration: Int64) { observe(Double(duration) / 1e9) }
}
