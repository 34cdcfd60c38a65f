import Foundation

/// CPU time of this process and of its children that have ended.
enum ProcessTime {
    static var own: Duration { used(__rusage_who_t(RUSAGE_SELF.rawValue)) }
    static var children: Duration { used(__rusage_who_t(RUSAGE_CHILDREN.rawValue)) }

    private static func used(_ who: __rusage_who_t) -> Duration {
        var usage = rusage()
        unsafe getrusage(who, &usage)
        return .seconds(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + .microseconds(Int64(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec))
    }

    /// CPU seconds that a running process has used so far, from `/proc/PID/stat`: fields 14 and 15, in ticks.
    static func ofProcess(_ process: Int32) -> Double {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return 0 }
        let fields = stat[end...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The processes that a process has started.
    static func children(of process: Int32) -> [Int32] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return threads.flatMap { thread in
            (try? String(contentsOfFile: "/proc/\(process)/task/\(thread)/children", encoding: .utf8))?
                .split(separator: " ").compactMap { Int32($0) } ?? []
        }
    }

    /// Resident memory of a process in bytes, from `/proc/PID/status`; nil when it has ended.
    static func residentBytes(of process: Int32) -> Int? { memory("VmRSS:", of: process) }

    /// The highest resident memory of this process so far.
    static func peakBytes() -> Int? { memory("VmHWM:", of: ProcessInfo.processInfo.processIdentifier) }

    private static func memory(_ line: String, of process: Int32) -> Int? {
        let wanted = line
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else { return nil }
        for line in status.split(separator: "\n") where line.hasPrefix(wanted) {
            return line.split(separator: " ").compactMap { Int($0) }.first.map { $0 * 1024 }
        }
        return nil
    }

    /// Resident memory of the children of a process, in bytes together. A child belongs to the thread that started it.
    static func residentBytesOfChildren(of process: Int32) -> Int {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        let children = threads.flatMap { thread in
            (try? String(contentsOfFile: "/proc/\(process)/task/\(thread)/children", encoding: .utf8))?
                .split(separator: " ").compactMap { Int32($0) } ?? []
        }
        return children.compactMap { residentBytes(of: $0) }.reduce(0, +)
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
    var inMilliseconds: Double { inSeconds * 1000 }
}

extension Double {
    /// With so many digits after the point.
    func rounded(to digits: Int) -> String { String(format: "%.\(digits)f", self) }
}

/// Latencies of one run.
struct Latencies {
    private let sorted: [Duration]

    init(_ latencies: [Duration]) { sorted = latencies.sorted() }

    /// The latency that so many percent stay below; zero for an empty run.
    func percentile(_ percent: Double) -> Duration {
        guard !sorted.isEmpty else { return .zero }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * percent / 100))]
    }
}

/// What the figures were taken on.
enum Machine {
    static var description: String {
        let cpu = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let model = cpu.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":").last ?? "?"
        let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").first ?? "?"
        return "\(ProcessInfo.processInfo.activeProcessorCount) cores,\(model), load average \(load)"
    }
}
