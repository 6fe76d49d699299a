import Foundation
import Model

/// Finds what an earlier process left in a cache's folder, and removes what does not belong there.
struct FolderScan {
    struct Found {
        let header: EntryFile.Header
        /// When it was last stored or used, in nanoseconds since 1970.
        let used: Int64
    }

    let folder: FolderHandle
    /// No more are taken over; what is beyond goes unread.
    let maximumEntries: Int

    /// The entries that had not expired at `now`, in no order.
    ///
    /// Files and links that are no entries are removed: what a killed process was writing, and anything foreign.
    /// Foreign folders are left alone.
    func entries(now: Date) throws(CacheError) -> [Found] {
        var found: [Found] = []
        try forEachFolder { (name, fanOut) throws(CacheError) in
            try fanOut.forEachName { (file) throws(CacheError) in
                if found.count < maximumEntries, let entry = entry(file, in: fanOut, named: name),
                    now < entry.header.expires
                {
                    found.append(entry)
                } else {
                    fanOut.remove(file)
                }
            }
        }
        return found
    }

    /// Removes all files of the cache and the folders they stand in.
    func removeAll() throws(CacheError) {
        try forEachFolder { (name, fanOut) throws(CacheError) in
            try fanOut.forEachName { (file) throws(CacheError) in fanOut.remove(file) }
            folder.removeFolder(name)
        }
    }

    /// Visits the folders of entries, and removes files beside them.
    private func forEachFolder(_ body: (String, FolderHandle) throws(CacheError) -> Void) throws(CacheError) {
        try folder.forEachName { (bytes) throws(CacheError) in
            let name = String(cString: bytes)
            if EntryFile.isFolder(name), let fanOut = try? folder.folder(name, create: false) {
                try body(name, fanOut)
            } else {
                folder.remove(bytes)
            }
        }
    }

    private func entry(_ name: UnsafePointer<CChar>, in fanOut: FolderHandle, named prefix: String) -> Found? {
        let text = String(cString: name)
        guard EntryFile.isName(text), text.hasPrefix(prefix), let file = fanOut.file(name), let facts = file.facts(),
            let header = file.read(EntryFile.headerSize).flatMap(EntryFile.header),
            header.key.rawValue == text, header.fileSize == facts.size
        else { return nil }
        return Found(header: header, used: facts.changed)
    }
}
