package dev.symbio.ops.cluster;

import dev.symbio.ops.client.Patience;
import dev.symbio.ops.host.Home;
import dev.symbio.platform.storage.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Several nodes on this machine. */
@Command(
        name = "cluster",
        description = "Runs several nodes on this machine, with PostgreSQL or Cassandra beside them, and lets you break"
                + " them. What runs is gone after \"down\"; nothing is kept.",
        mixinStandardHelpOptions = true)
public final class ClusterCommand {
    private static final int UP_SECONDS = 240;
    private static final int DOWN_SECONDS = 60;
    private static final int LOOK_MILLIS = 200;
    private static final int WRONG = 1;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIRECTORY",
            description = "Where keys and logs are. Default: ops/target/cluster.")
    private Path given;

    @Command(name = "up", description = "Starts stores and nodes.", mixinStandardHelpOptions = true)
    int up(
            @Option(names = "--nodes", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.") int nodes,
            @Option(
                            names = "--profile",
                            defaultValue = "postgres",
                            description = "postgres or cassandra. Default: ${DEFAULT-VALUE}.")
                    String profile)
            throws InterruptedException {
        Profile stores = shared(profile);
        if (nodes < 1 || nodes > 9) {
            throw wrong("Expected 1 to 9 nodes but got " + nodes + ".");
        }
        if (Files.exists(Keeper.portFile(directory()))) {
            throw wrong("There is a cluster in " + directory() + "; end it with \"ops/cluster down\".");
        }
        Process keeper = launch(stores, nodes);
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(UP_SECONDS);
        while (!Files.exists(Keeper.portFile(directory()))) {
            boolean ended = keeper.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (ended || System.nanoTime() > giveUp) {
                keeper.destroy();
                spec.commandLine().getErr().println("The cluster does not start; see " + log());
                return WRONG;
            }
        }
        return ask("status");
    }

    private Process launch(Profile profile, int nodes) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Dops.home=" + Home.root());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.symbio.ops.Ops", "cluster"));
        command.addAll(List.of("--dir", directory().toString(), "keep"));
        command.addAll(List.of("--profile", profile.label(), "--nodes", Integer.toString(nodes)));
        try {
            Files.createDirectories(directory());
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile())
                    .start();
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }

    @Command(name = "keep", hidden = true, description = "The process behind the other commands.")
    int keep(@Option(names = "--nodes") int nodes, @Option(names = "--profile") String profile)
            throws InterruptedException {
        Keeper.run(shared(profile), nodes, directory());
        return 0;
    }

    @Command(name = "status", description = "Tells what runs and where to look.", mixinStandardHelpOptions = true)
    int status() throws InterruptedException {
        return ask("status");
    }

    @Command(name = "kill", description = "kill -9 of a node.", mixinStandardHelpOptions = true)
    int kill(@Parameters(paramLabel = "NODE", description = "From 1.") int node) throws InterruptedException {
        return ask("kill/" + node);
    }

    @Command(name = "start", description = "Starts a node that has ended.", mixinStandardHelpOptions = true)
    int start(@Parameters(paramLabel = "NODE", description = "From 1.") int node) throws InterruptedException {
        return ask("start/" + node);
    }

    @Command(name = "pause", description = "Makes a node stand still (SIGSTOP).", mixinStandardHelpOptions = true)
    int pause(@Parameters(paramLabel = "NODE", description = "From 1.") int node) throws InterruptedException {
        return ask("pause/" + node);
    }

    @Command(
            name = "resume",
            description = "Lets a node go on. If the others went on without it, it ends; start it again.",
            mixinStandardHelpOptions = true)
    int resume(@Parameters(paramLabel = "NODE", description = "From 1.") int node) throws InterruptedException {
        return ask("resume/" + node);
    }

    @Command(
            name = "partition",
            description = "Cuts the wires between these nodes and the others; stores and callers reach all.",
            mixinStandardHelpOptions = true)
    int partition(@Parameters(paramLabel = "NODES", description = "Such as 1 or 1,2.") String side)
            throws InterruptedException {
        return ask("partition/" + side);
    }

    @Command(name = "heal", description = "Mends all wires.", mixinStandardHelpOptions = true)
    int heal() throws InterruptedException {
        return ask("heal");
    }

    @Command(
            name = "rolling-restart",
            description = "One node after the other stops in order and starts again.",
            mixinStandardHelpOptions = true)
    int rollingRestart() throws InterruptedException {
        return ask("rolling-restart");
    }

    @Command(name = "down", description = "Ends nodes and stores.", mixinStandardHelpOptions = true)
    int down() throws InterruptedException {
        int code = ask("down");
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(DOWN_SECONDS);
        while (Files.exists(Keeper.portFile(directory())) && System.nanoTime() < giveUp) {
            Patience.pause(Duration.ofMillis(LOOK_MILLIS));
        }
        return Files.exists(Keeper.portFile(directory())) ? WRONG : code;
    }

    private int ask(String what) throws InterruptedException {
        Path portFile = Keeper.portFile(directory());
        if (!Files.exists(portFile)) {
            throw wrong("There is no cluster in " + directory() + "; start one with \"ops/cluster up\".");
        }
        try {
            URI keeper = URI.create("http://127.0.0.1:" + Files.readString(portFile) + "/" + what);
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(keeper).build(), HttpResponse.BodyHandlers.ofString());
            spec.commandLine().getOut().print(answer.body());
            spec.commandLine().getOut().flush();
            return answer.statusCode() == 200 ? 0 : WRONG;
        } catch (IOException gone) {
            spec.commandLine()
                    .getErr()
                    .println("The cluster in " + directory() + " does not answer; remove " + portFile
                            + " if it is gone, and see " + log());
            return WRONG;
        }
    }

    private Path directory() {
        return (given == null ? Home.file("ops/target/cluster") : given).toAbsolutePath();
    }

    private Path log() {
        return directory().resolve("keeper.log");
    }

    private Profile shared(String label) {
        return Profile.of(label)
                .filter(Profile::shared)
                .orElseThrow(() -> wrong("Expected postgres or cassandra but got \"" + label + "\"."));
    }

    private ParameterException wrong(String why) {
        return new ParameterException(spec.commandLine(), why);
    }
}
