package dev.symbio.ops.audit;

import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.BearerToken;
import dev.symbio.ops.client.Identity;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.deliveries.UnusableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** As whom a command asks the platform: somebody whom the built-in issuer knows, or whoever a token names. */
final class Login {
    /** The environment variable that has a token. */
    static final String VARIABLE = "SYMBIO_TOKEN";

    private static final long MAX_BYTES = 1 << 16;

    @Option(names = "--as", paramLabel = "WHO", description = "Such as auditor@acme; at the built-in issuer.")
    private String who;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A bearer token of another issuer. It can also be in the environment, as " + VARIABLE + ".")
    private Path tokenFile;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Whether it is a token, which cannot be renewed here. */
    boolean isToken() {
        return who == null;
    }

    /** @throws ParameterException unless there is one way to log in, and not two */
    Session session(ApiClient client, Map<String, String> environment) {
        String inEnvironment = environment.getOrDefault(VARIABLE, "");
        long ways = Stream.of(who != null, tokenFile != null, !inEnvironment.isBlank())
                .filter(given -> given)
                .count();
        if (ways != 1) {
            throw wrong("Expected one of --as WHO (the built-in issuer), --token-file FILE and " + VARIABLE
                    + " in the environment (any other issuer) but got " + (ways == 0 ? "none." : ways + "."));
        }
        if (who != null) {
            return client.as(identity());
        }
        return client.with(tokenFile == null ? token(inEnvironment, VARIABLE) : token(text(), tokenFile.toString()));
    }

    private Identity identity() {
        int at = who.lastIndexOf('@');
        if (at < 1 || at == who.length() - 1) {
            throw wrong("Expected --as such as auditor@acme but got " + who + ".");
        }
        return new Identity(who.substring(0, at), who.substring(at + 1));
    }

    private BearerToken token(String text, String where) {
        try {
            return new BearerToken(text);
        } catch (IllegalArgumentException isNone) {
            throw wrong(where + ": " + isNone.getMessage());
        }
    }

    private String text() {
        try {
            if (Files.size(tokenFile) > MAX_BYTES) {
                throw new UnusableFile("Expected at most " + MAX_BYTES + " bytes in " + tokenFile + ".");
            }
            return Files.readString(tokenFile, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new UnusableFile("Expected a file that can be read but: " + unreadable, unreadable);
        }
    }

    private ParameterException wrong(String why) {
        return new ParameterException(spec.commandLine(), why);
    }
}
