import DocumentWorkers

/// What the worker pool says of itself, as Prometheus families.
enum WorkerMetrics {
    static func families(_ census: WorkerPoolCensus) -> [MetricFamily] {
        func one(_ name: String, _ kind: MetricFamily.Kind, _ value: Int) -> MetricFamily {
            MetricFamily(name: name, kind: kind, samples: [("", [], Double(value))])
        }
        var processes = MetricFamily(name: "ankur_worker_processes", kind: .gauge)
        for (state, count) in [("busy", census.busy), ("idle", census.idle), ("spare", census.spare)] {
            processes.samples.append(("", [("state", state)], Double(count)))
        }
        var faults = MetricFamily(name: "ankur_worker_faults_total", kind: .counter)
        for fault in WorkerFault.allCases {
            faults.samples.append(("", [("fault", fault.rawValue)], Double(census.faults[fault] ?? 0)))
        }
        return [
            one("ankur_parser_calls_total", .counter, census.requests),
            one("ankur_worker_starts_total", .counter, census.started),
            one("ankur_worker_queue_length", .gauge, census.waiting), processes, faults,
        ]
    }
}
