import CConfinement
import Conversion
import Glibc
import Profiles
import RecordTypes

/// The life of a worker process: load profiles, give up every right not needed, then answer one document after another.
///
/// It holds no key, opens no file once it is ready, and knows no institution. When standard input ends, it ends.
public struct WorkerLoop {
    /// Why a worker ended early. The gateway sees only that it ended.
    public enum Ending: Error, Hashable {
        case cannotConfine
        case requestTooLarge
        case unreadableRequest
        case answerTooLarge
        case gatewayGone
    }

    private let converter: Converter
    private let profileSetDigest: Digest
    private let settings: WorkerSettings

    public init(_ settings: WorkerSettings) throws {
        ankur_close_inherited_descriptors()
        let profiles = try ProfileSet(compiledOrSources: settings.profiles)
        var options = ConversionOptions()
        options.acceptLocalIdentifiers = settings.acceptLocalIdentifiers
        options.productionMode = settings.isProduction
        options.convertsRefused = settings.convertsRefused
        converter = Converter(profiles: profiles, options: options)
        profileSetDigest = profiles.digest
        self.settings = settings
    }

    /// Serves standard input and output until the gateway closes them.
    public func run() throws(Ending) {
        guard ResourceLimits.confine(memoryBytes: settings.limits.memoryBytes),
            ResourceLimits.allowCPU(seconds: settings.limits.cpuSeconds)
        else { throw .cannotConfine }
        let filter = ankur_give_up_system_calls()
        guard filter >= 0 else { throw .cannotConfine }
        try answer(
            .ready(
                profileSetDigest: profileSetDigest, converterVersion: Converter.version, filtersSystemCalls: filter == 0
            ))
        var frames = FrameReader(limit: settings.limits.documentBytes + 2)
        while true {
            let payload: [UInt8]?
            do { payload = try frames.next() } catch { throw .requestTooLarge }
            if let payload {
                guard let request = WorkerRequest(payload: payload) else { throw .unreadableRequest }
                guard ResourceLimits.allowCPU(seconds: settings.limits.cpuSeconds) else { throw .cannotConfine }
                try answer(request)
            } else {
                guard let bytes = StandardStreams.read() else { return }
                frames.receive(bytes)
            }
        }
    }

    private func answer(_ request: WorkerRequest) throws(Ending) {
        switch request.operation {
        case .convert: try answer(.outcome(converter.convert(request.source)))
        case .readHeader:
            let (header, issues) = converter.readHeader(request.source)
            try answer(.header(header, issues: issues))
        }
    }

    private func answer(_ answer: WorkerAnswer) throws(Ending) {
        guard let payload = answer.payload, payload.count <= settings.limits.answerBytes,
            let frame = Frame.encode(payload)
        else { throw .answerTooLarge }
        guard StandardStreams.write(frame) else { throw .gatewayGone }
    }
}

/// Blocking standard input and output by their numbers.
private enum StandardStreams {
    /// Nil at the end of input or on an error.
    static func read() -> [UInt8]? {
        while true {
            var count = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 18) { buffer, initialized in
                count = unsafe Glibc.read(0, buffer.baseAddress, buffer.count)
                initialized = max(0, count)
            }
            if count > 0 { return bytes }
            guard count < 0, errno == EINTR else { return nil }
        }
    }

    /// False when the reader is gone.
    static func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(1, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
