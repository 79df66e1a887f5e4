package dev.symbio.gateway;

import com.typesafe.config.Config;
import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.config.Settings;
import dev.symbio.tenants.identity.HttpJwksSource;
import dev.symbio.tenants.identity.JwksSource;
import dev.symbio.tenants.identity.TrustedIssuer;
import dev.symbio.tenants.identity.embedded.EmbeddedIssuer;
import dev.symbio.tenants.identity.embedded.People;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Whose tokens count: the OpenID Connect issuer that the settings name, or the built-in one.
 *
 * @param builtIn empty when another issuer is named
 */
record Identity(TrustedIssuer trusted, JwksSource keys, Optional<EmbeddedIssuer> builtIn) {
    private static final String ISSUER = "identity.issuer";
    private static final String JWKS_URL = "identity.jwks-url";
    private static final String BUILT_IN = "built-in";

    /** @param url of the public port: the built-in issuer names itself by it */
    static Identity of(Settings settings, String url, People people, Clock clock, Executor blocking) {
        Config config = settings.raw();
        String issuer = config.getString(ISSUER);
        if (issuer.isEmpty() || issuer.equals(BUILT_IN)) {
            return builtIn(settings, !issuer.isEmpty(), url, people, clock);
        }
        URI keysAt = URI.create(config.getString(JWKS_URL));
        try {
            return new Identity(
                    new TrustedIssuer(issuer, TrustedIssuer.AUDIENCE, keysAt),
                    new HttpJwksSource(keysAt, blocking),
                    Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new InvalidSettings("symbio." + JWKS_URL, e.getMessage());
        }
    }

    /** Whether the settings choose the built-in issuer: then this is a trial that nobody else can reach. */
    static boolean isBuiltIn(Settings settings) {
        return settings.raw().getString(ISSUER).equals(BUILT_IN);
    }

    private static Identity builtIn(Settings settings, boolean chosen, String url, People people, Clock clock) {
        try {
            EmbeddedIssuer issuer = EmbeddedIssuer.open(
                    new EmbeddedIssuer.Place(
                            settings.profile().label(),
                            chosen,
                            settings.http().host(),
                            settings.dataDir(),
                            url + "/oidc"),
                    people,
                    clock);
            return new Identity(issuer.trusted(), issuer.jwksSource(), Optional.of(issuer));
        } catch (IllegalStateException refused) {
            throw new InvalidSettings("symbio." + ISSUER, refused.getMessage());
        }
    }
}
