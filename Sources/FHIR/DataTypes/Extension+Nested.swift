extension Extension {
    /// A complex extension: its parts are extensions whose URLs are names within it. Without parts it is not written.
    public init(url: String, extension parts: [Extension]) {
        self.init(url: url)
        `extension` = parts
    }
}
