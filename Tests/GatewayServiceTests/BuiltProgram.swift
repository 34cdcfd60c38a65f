import Glibc

/// Where the tests find the program they belong to.
enum BuiltProgram {
    /// `ankur` in the build folder that holds the running test bundle.
    static let path: String? = {
        let arguments = CommandLine.arguments
        let candidates = arguments.filter { $0.contains(".xctest") } + arguments.prefix(1)
        for candidate in candidates {
            var folder = candidate[...]
            while let slash = folder.lastIndex(of: "/") {
                folder = folder[..<slash]
                let program = folder + "/ankur"
                if unsafe access(String(program), X_OK) == 0 { return String(program) }
                if folder.hasSuffix("/debug") || folder.hasSuffix("/release") { break }
            }
        }
        return nil
    }()

    /// The profiles of this package.
    static let profiles: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        return parts.joined(separator: "/") + "/profiles"
    }()
}
