package dev.symbio.ops.client;

/** Who acts: a person or program, always in one tenant. */
public record Identity(String subject, String tenant) {
    /** Under which name the embedded issuer gives a token to this identity. */
    public String clientId() {
        return subject + "@" + tenant;
    }

    @Override
    public String toString() {
        return clientId();
    }
}
