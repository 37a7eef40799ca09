/// A publication, as papers cite it.
public struct Citation: Sendable, Equatable {
    /// Key for BibTeX.
    public let key: String
    /// Authors, `Family, Given` each.
    public let authors: [String]
    /// Title.
    public let title: String
    /// Where it appeared.
    public let venue: String
    /// Year.
    public let year: Int

    /// One line for people.
    public var text: String {
        let names = authors.map { name in
            name.split(separator: ",").reversed().map { $0.drop { $0 == " " } }.joined(separator: " ")
        }
        return "\(names.joined(separator: ", ")). \(title). \(venue), \(year)."
    }

    /// An entry for BibTeX.
    public var bibTeX: String {
        """
        @inproceedings{\(key),
          author = {\(authors.joined(separator: " and "))},
          title = {{\(title)}},
          booktitle = {\(venue.replacing("&", with: "\\&"))},
          year = {\(year)}
        }

        """
    }
}
