enum Placeholderheartbeat {}
