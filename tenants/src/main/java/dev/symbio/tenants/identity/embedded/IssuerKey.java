package dev.symbio.tenants.identity.embedded;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.RsaPrivateJwk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * The issuer's signing key, made at the first start and kept in the data directory, so that tokens outlive a restart. The
 * file is the owner's alone; a key that others could read is not used.
 */
final class IssuerKey {
    static final String FILE = "oidc-signing-key.jwk";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private IssuerKey() {}

    static RsaPrivateJwk openIn(Path dataDir) {
        Path file = dataDir.resolve(FILE);
        try {
            Files.createDirectories(dataDir);
            if (!Files.exists(file)) {
                write(file, generate());
            }
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The signing key in " + dataDir + " cannot be opened.", e);
        }
    }

    private static RsaPrivateJwk generate() {
        return Jwks.builder()
                .rsaKeyPair(Jwts.SIG.RS256.keyPair().build())
                .idFromThumbprint()
                .publicKeyUse("sig")
                .build();
    }

    /** Complete or not at all: a half-written key would make the next start fail. */
    private static void write(Path file, RsaPrivateJwk key) throws IOException {
        Path half =
                Files.createTempFile(file.getParent(), FILE, ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(half, Jwks.UNSAFE_JSON(key));
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static RsaPrivateJwk read(Path file) throws IOException {
        Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        others.removeAll(EnumSet.of(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
        if (!others.isEmpty()) {
            throw new IllegalStateException("Expected " + file + " to be its owner's alone but others have "
                    + PosixFilePermissions.toString(others) + ". Delete the file to get a new key.");
        }
        try {
            Jwk<?> key = Jwks.parser().build().parse(Files.readString(file));
            if (key instanceof RsaPrivateJwk rsa && rsa.getId() != null) {
                return rsa;
            }
        } catch (JwtException | IllegalArgumentException e) {
            throw new IllegalStateException(unreadable(file), e);
        }
        throw new IllegalStateException(unreadable(file));
    }

    private static String unreadable(Path file) {
        return "Expected a signing key in " + file + " but it cannot be read. Delete the file to get a new key.";
    }
}
