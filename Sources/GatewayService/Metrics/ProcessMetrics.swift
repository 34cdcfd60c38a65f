import Foundation

/// What the system says about this process, as Prometheus' client libraries name it.
enum ProcessMetrics {
    /// Read when asked; a number that the system does not tell is left out.
    static func families() -> [MetricFamily] {
        var families: [MetricFamily] = []
        func gauge(_ name: String, _ value: Int?) {
            guard let value else { return }
            families.append(MetricFamily(name: name, kind: .gauge, samples: [("", [], Double(value))]))
        }
        let pages = words("/proc/self/statm").compactMap { Int($0) }
        if pages.count > 1 {
            let page = sysconf(Int32(_SC_PAGESIZE))
            gauge("process_virtual_memory_bytes", pages[0] * page)
            gauge("process_resident_memory_bytes", pages[1] * page)
        }
        gauge("process_open_fds", (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count)
        if let ticks = processorTicks {
            let seconds = Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
            families.append(
                MetricFamily(name: "process_cpu_seconds_total", kind: .counter, samples: [("", [], seconds)]))
        }
        return families
    }

    /// User and system time: fields 14 and 15 of `/proc/self/stat`, counted after the closing parenthesis of the name.
    private static var processorTicks: Int? {
        guard let data = FileManager.default.contents(atPath: "/proc/self/stat") else { return nil }
        let fields = String(decoding: data, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else { return nil }
        return user + system
    }

    private static func words(_ path: String) -> [Substring] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    }
}
