package org.paisaje.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that a page carries inside. */
final class Resources {
    private static final Pattern FONT = Pattern.compile("src:url\\((fonts/[^)]+\\.woff2)\\)[^;}]*");

    private Resources() {}

    /** A file beside the classes of reports. */
    static String own(String name) {
        return new String(bytes("/org/paisaje/report/" + name), StandardCharsets.UTF_8);
    }

    /** The program that typesets formulas. */
    static String katexScript() {
        return new String(bytes(katex("katex.min.js")), StandardCharsets.UTF_8);
    }

    /** Its style, with the fonts inside. */
    static String katexStyle() {
        String css = new String(bytes(katex("katex.min.css")), StandardCharsets.UTF_8);
        Matcher matcher = FONT.matcher(css);
        return matcher.replaceAll(found -> Matcher.quoteReplacement("src:url(data:font/woff2;base64,"
                + Base64.getEncoder().encodeToString(bytes(katex(found.group(1))))
                + ") format(\"woff2\")"));
    }

    private static String katex(String name) {
        return "/META-INF/resources/webjars/katex/" + katexVersion() + "/dist/" + name;
    }

    private static String katexVersion() {
        String properties = new String(bytes("/META-INF/maven/org.webjars.npm/katex/pom.properties"),
                StandardCharsets.UTF_8);
        return properties
                .lines()
                .filter(line -> line.startsWith("version="))
                .map(line -> line.substring("version=".length()).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the version of KaTeX on the class path is unknown"));
    }

    private static byte[] bytes(String path) {
        try (InputStream in = Resources.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: " + path + " is not on its class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
