package dev.symbio.ops.replay;

import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Community;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.host.OwnSymbio;
import java.net.URI;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a replay goes: to a platform that runs, or to one of its own. */
final class Target {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "A platform that runs, such as http://127.0.0.1:8080. Without it one is started in a temporary"
                            + " directory and ended afterwards.")
    private URI url;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** What is done with the platform. */
    @FunctionalInterface
    interface Replay {
        void on(URI platform) throws InterruptedException;
    }

    /** Before files are read: a wrong address is told at once. */
    void check() {
        if (url != null
                && (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?"))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Expected an address like http://127.0.0.1:8080 for --url but got " + url + ".");
        }
    }

    void replay(Replay replay) throws InterruptedException {
        if (url != null) {
            // Nobody wants to wait for a platform that is not there: one attempt tells.
            new ApiClient(url, Patience.NONE).token(Community.OPERATOR);
            replay.on(url);
            return;
        }
        try (OwnSymbio own = OwnSymbio.inTemporaryDirectory()) {
            replay.on(own.url());
        }
    }
}
