public import CoreMetrics
import Synchronization

/// swift-metrics kept in memory and written as Prometheus text.
///
/// Counters count up, meters hold a value, recorders and timers become histograms (timers in seconds). Series of one name and
/// the same labels are one series. Their number is bounded: past ``mostSeries`` new ones are counted, not kept.
public final class PrometheusMetrics: MetricsFactory, Sendable {
    public static let mostSeries = 4096

    private struct Key: Hashable {
        let name: String
        let labels: [String]
    }

    private struct Entry {
        let kind: MetricFamily.Kind
        let labels: [(String, String)]
        let series: Series
    }

    private let entries = Mutex<[Key: Entry]>([:])
    private let overflow = Series(buckets: [])

    public init() {}

    private func series(
        _ label: String, _ dimensions: [(String, String)], _ kind: MetricFamily.Kind, buckets: [Double] = []
    ) -> Series {
        var name = MetricFamily.name(label)
        if kind == .counter, !name.hasSuffix("_total") { name += "_total" }
        if kind == .histogram, buckets == Series.secondBuckets, !name.hasSuffix("_seconds") { name += "_seconds" }
        let key = Key(name: name, labels: dimensions.flatMap { [$0.0, $0.1] })
        return entries.withLock { entries in
            if let entry = entries[key] { return entry.kind == kind ? entry.series : overflow }
            guard entries.count < Self.mostSeries else { return overflow }
            let series = Series(buckets: buckets)
            entries[key] = Entry(kind: kind, labels: dimensions, series: series)
            return series
        }
    }

    /// The whole exposition, names in order.
    public var text: String {
        var families: [String: MetricFamily] = [:]
        let all = entries.withLock { $0 }
        for (key, entry) in all.sorted(by: {
            ($0.key.name, $0.key.labels.joined()) < ($1.key.name, $1.key.labels.joined())
        }) {
            var family = families[key.name] ?? MetricFamily(name: key.name, kind: entry.kind)
            if family.kind == entry.kind { family.samples += entry.series.samples(entry.kind, entry.labels) }
            families[key.name] = family
        }
        return families.values.sorted { $0.name < $1.name }.map(\.text).joined()
    }

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter)
    }

    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, dimensions, .counter)
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge)
    }

    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        aggregate
            ? series(label, dimensions, .histogram, buckets: Series.countBuckets) : series(label, dimensions, .gauge)
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, .histogram, buckets: Series.secondBuckets)
    }

    // Series outlive their handlers, as Prometheus expects of a counter.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}
}
