package dev.symbio.ops.client;

/** The platform gives no token for an identity that this program needs. */
public class IdentityUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IdentityUnavailable(Identity identity, String platform, String why) {
        super("Expected a token for " + identity + " from " + platform + " but " + why
                + " This program needs the built-in issuer of a platform on the embedded profile, reached over"
                + " loopback, on which the identity exists.");
    }
}
