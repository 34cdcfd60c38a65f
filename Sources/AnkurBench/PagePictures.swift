import ArgumentParser
import Foundation
import RecordTypes
import WebPages

/// Writes every page that citizens see, with its style and letters, as files that a browser opens from the disk: for pictures in the
/// documentation, and for programs that judge pages. `.ci/pictures` makes the pictures.
struct PagePictures: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pages", abstract: "Writes each citizens' page in three languages into a folder.")

    @Argument(help: "The folder; made if it is not there.")
    var folder: String

    func run() throws {
        let assets = folder + "/assets"
        try FileManager.default.createDirectory(atPath: assets, withIntermediateDirectories: true)
        for asset in Asset.all {
            // From a disk there is no root: the style's own links are beside it.
            let bytes =
                asset.mediaType.hasPrefix("text/css")
                ? Array(String(decoding: asset.bytes, as: UTF8.self).replacing("/assets/", with: "").utf8) : asset.bytes
            try Data(bytes).write(to: URL(fileURLWithPath: folder + asset.path))
        }
        for language in Language.allCases {
            for (name, page) in PageSamples.pages + PageSamples.ministryPages {
                let html = String(decoding: page.bytes(in: language.words), as: UTF8.self)
                    .replacing("\"/assets/", with: "\"assets/")
                try Data(html.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).\(language.rawValue).html"))
            }
        }
        let log = PrintedLog(
            name: "Jaak-Kristjan Jõeorg", lines: PageSamples.lines, made: PageSamples.now,
            completeness: WhoLookedPage.Completeness(entries: 214, hasGap: false))
        for language in Language.allCases {
            try Data(log.pdf(in: language.words)).write(
                to: URL(fileURLWithPath: "\(folder)/log.\(language.rawValue).pdf"))
        }
        print(
            "\((PageSamples.pages.count + PageSamples.ministryPages.count) * Language.allCases.count) pages in \(folder)"
        )
    }
}
