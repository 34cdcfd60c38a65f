import Foundation

/// What stands beside the running test bundle and in the package.
enum Built {
    /// The debug `ankur` that was built together with the tests.
    static let ankur: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("ankur").path
    }()

    static let package: String = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder.path
    }()

    static let profiles = package + "/profiles"

    /// The samples beside the checkout, or nil where they are absent.
    static let samples: String? = {
        let path = URL(fileURLWithPath: package).deletingLastPathComponent().appendingPathComponent("shared/samples")
            .path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    /// A Python with the packages of `.ci/python-packages`, or nil where none is named.
    static let python: String? = ProcessInfo.processInfo.environment["ANKUR_TEST_PYTHON"].flatMap {
        $0.isEmpty ? nil : $0
    }
}
