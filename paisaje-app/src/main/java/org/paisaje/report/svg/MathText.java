package org.paisaje.report.svg;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words with the signs of formulas in them, set as a reader expects them: Greek letters by name, subscripts after {@code _},
 * superscripts after {@code ^}, relations. What looks like an option or a file stays as it is.
 */
public final class MathText {
    private static final Map<String, String> GREEK = Map.ofEntries(Map.entry("alpha", "α"), Map.entry("beta", "β"),
            Map.entry("gamma", "γ"), Map.entry("delta", "δ"), Map.entry("Delta", "Δ"), Map.entry("epsilon", "ε"),
            Map.entry("eta", "η"), Map.entry("theta", "θ"), Map.entry("Theta", "Θ"), Map.entry("kappa", "κ"),
            Map.entry("lambda", "λ"), Map.entry("mu", "μ"), Map.entry("rho", "ρ"), Map.entry("sigma", "σ"),
            Map.entry("Sigma", "Σ"), Map.entry("tau", "τ"), Map.entry("phi", "φ"), Map.entry("omega", "ω"));
    private static final String SYMBOL = "(?:" + String.join("|", GREEK.keySet()) + "|[A-Za-z])";
    /** A word or a number, without the full stop of a sentence behind it. */
    private static final String NUMBER = "[A-Za-z0-9]+(?:\\.[0-9]+)?";
    private static final Pattern SIGNS = Pattern.compile(
            // A symbol of its own with what hangs on it; not inside an option, a path or a longer word.
            "(?<![\\w./:=-])(?<symbol>" + SYMBOL + ")(?![\\w:=]|\\.\\w|[-/]\\w{2,})?"
                    + "(?:_(?<sub>\\([^()]*\\)|[A-Za-z0-9]+))?(?:\\^(?<sup>\\([^()]*\\)|-?" + NUMBER + "))?(?![\\w=:/])"
                    + "|(?<=[\\w)|\\]])\\^(?<power>\\([^()]*\\)|-?" + NUMBER + ")"
                    + "|(?<=\\s)(?<relation><=|>=|->|\\+-)(?=\\s)|\\bsqrt(?=\\()");

    private MathText() {}

    /** As HTML, escaped. */
    public static String html(String words) {
        return set(words, "<sub>", "</sub>", "<sup>", "</sup>");
    }

    /** As the content of a text element of SVG, escaped. */
    static String svg(String words) {
        return set(words, "<tspan dy=\"4\" font-size=\"80%\">", "</tspan><tspan dy=\"-4\">\u200b</tspan>",
                "<tspan dy=\"-5\" font-size=\"80%\">", "</tspan><tspan dy=\"5\">\u200b</tspan>");
    }

    private static String set(String words, String sub, String subEnd, String sup, String supEnd) {
        Matcher signs = SIGNS.matcher(words);
        var out = new StringBuilder();
        int from = 0;
        while (signs.find()) {
            out.append(Markup.escape(words.substring(from, signs.start())));
            from = signs.end();
            String symbol = signs.group("symbol");
            if (symbol != null) {
                String low = signs.group("sub");
                String high = signs.group("sup");
                boolean plain = low == null && high == null && !GREEK.containsKey(symbol);
                if (plain) {
                    out.append(Markup.escape(signs.group()));
                    continue;
                }
                out.append(GREEK.getOrDefault(symbol, symbol));
                if (low != null) {
                    out.append(sub).append(exponent(low)).append(subEnd);
                }
                if (high != null) {
                    out.append(sup).append(exponent(high)).append(supEnd);
                }
            } else if (signs.group("power") != null) {
                out.append(sup).append(exponent(signs.group("power"))).append(supEnd);
            } else if (signs.group("relation") != null) {
                out.append(switch (signs.group("relation")) {
                    case "<=" -> "≤";
                    case ">=" -> "≥";
                    case "->" -> "→";
                    default -> "±";
                });
            } else {
                out.append("√");
            }
        }
        return out.append(Markup.escape(words.substring(from))).toString();
    }

    private static String exponent(String text) {
        String inside = text.startsWith("(") ? text.substring(1, text.length() - 1) : text;
        return Markup.escape(GREEK.getOrDefault(inside, inside).replaceAll("^-", "−"));
    }
}
