import CoreMetrics
import GatewayService
import Testing

@Suite struct PrometheusTests {
    @Test("every kind of metric is written as Prometheus reads it")
    func exposition() {
        let metrics = PrometheusMetrics()
        metrics.makeCounter(label: "submissions", dimensions: [("door", "mllp")]).increment(by: 2)
        metrics.makeCounter(label: "submissions", dimensions: [("door", "mllp")]).increment(by: 1)
        metrics.makeMeter(label: "queue.length", dimensions: []).set(Int64(7))
        metrics.makeTimer(label: "request", dimensions: [("route", "a\"b\\c\n")]).recordNanoseconds(3_000_000)
        metrics.makeRecorder(label: "size", dimensions: [], aggregate: true).record(Int64(50))
        let text = metrics.text
        #expect(text.contains("# TYPE submissions_total counter\nsubmissions_total{door=\"mllp\"} 3\n"))
        #expect(text.contains("# TYPE queue_length gauge\nqueue_length 7\n"))
        #expect(text.contains("request_seconds_bucket{route=\"a\\\"b\\\\c\\n\",le=\"0.002\"} 0\n"))
        #expect(text.contains("request_seconds_bucket{route=\"a\\\"b\\\\c\\n\",le=\"0.005\"} 1\n"))
        #expect(text.contains("request_seconds_count{route=\"a\\\"b\\\\c\\n\"} 1\n"))
        #expect(text.contains("size_bucket{le=\"100.0\"} 1\n"))
        #expect(text.contains("size_sum 50\n"))
    }

    @Test("the number of series is bounded")
    func bounded() {
        let metrics = PrometheusMetrics()
        for number in 0..<(PrometheusMetrics.mostSeries + 100) {
            metrics.makeCounter(label: "c", dimensions: [("n", "\(number)")]).increment(by: 1)
        }
        #expect(metrics.text.split(separator: "\n").count == PrometheusMetrics.mostSeries + 1)
    }
}
