package dev.symbio.gateway.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that answers one verb as told, and all others kindly. */
public final class ScriptedSmtp implements AutoCloseable {
    private final ServerSocket server;
    private final String verb;
    private final String answer;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** @param port 0 for any */
    public ScriptedSmtp(int port, String verb, String answer) throws IOException {
        this.verb = verb;
        this.answer = answer;
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread listener = new Thread(this::listen, "scripted-smtp");
        listener.setDaemon(true);
        listener.start();
    }

    public int port() {
        return server.getLocalPort();
    }

    public List<String> heard() {
        return heard;
    }

    private void listen() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                talk(client);
            } catch (IOException gone) {
                // the client hung up, or the server is closed: the loop decides
            }
        }
    }

    private void talk(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream out = client.getOutputStream();
        say(out, "220 scripted");
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            heard.add(line);
            if (data) {
                data = !line.equals(".");
                if (!data) {
                    say(out, "250 taken");
                }
            } else if (line.startsWith(verb)) {
                say(out, answer);
            } else if (line.startsWith("EHLO")) {
                say(out, "250-scripted\r\n250 AUTH PLAIN");
            } else if (line.startsWith("DATA")) {
                data = true;
                say(out, "354 go on");
            } else {
                say(out, "250 ok");
            }
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
