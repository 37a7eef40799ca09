import Household

extension Sequence<Earner> {
    /// As a person is called; the slug of one whom no plan knows.
    func displayName(of slug: String) -> String {
        first { $0.slug == slug }?.displayName ?? slug
    }
}
