package org.paisaje.report.svg;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The look of drawings. Colours of data are those of Okabe and Ito (2008), apart for the common forms of colour
 * blindness. In a page the colours are variables that follow light and dark; in a file they are fixed.
 */
public final class Style {
    /** How many colours of data there are before they repeat. */
    static final int COLOURS = 6;

    private static final Map<String, String> LIGHT = palette(
            "ink", "#1b1f24", "soft", "#667079", "grid", "#e8eaed", "paper", "#ffffff", "c0", "#0072b2", "c1",
            "#d55e00", "c2", "#009e73", "c3", "#cc79a7", "c4", "#e69f00", "c5", "#56b4e9");

    private static final Map<String, String> DARK = palette(
            "ink", "#e6e8eb", "soft", "#9aa4ad", "grid", "#2c3238", "paper", "#15181b", "c0", "#4aa8e0", "c1",
            "#f08a4b", "c2", "#3cc49c", "c3", "#e3a4c8", "c4", "#f0bb45", "c5", "#8accf2");

    private static final String FORM = """
                                       text{fill:@ink;font-family:system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;font-size:13px}
                                       .tick{fill:@soft;font-size:12px}
                                       .head{font-weight:600}
                                       .grid{stroke:@grid;stroke-width:1}
                                       .frame{stroke:@soft;stroke-width:1;fill:none}
                                       .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
                                       .theory{stroke-dasharray:7 4;stroke-width:1.8}
                                       .refuted{stroke-dasharray:2 4;stroke-width:2.2}
                                       .reference{stroke-width:1.2}
                                       .bar{stroke-width:1.4;fill:none}
                                       .band{stroke:none;fill-opacity:.2}
                                       .dots{fill:none;stroke-width:4;stroke-linecap:round}
                                       .discs{fill:none;stroke-width:7;stroke-linecap:round}
                                       .arrow{stroke-width:1.1;fill:none}
                                       .mark{stroke-width:2}
                                       .tile{stroke:@paper;stroke-width:.4;stroke-linejoin:round}
                                       .boundary{fill:none;stroke:@ink;stroke-width:1.8;stroke-linecap:round}
                                       .contour{fill:none;stroke:@ink;stroke-opacity:.75;stroke-width:1;stroke-linejoin:round}
                                       .level{font-size:11px;paint-order:stroke;stroke:@paper;stroke-width:3px;stroke-linejoin:round}
                                       .sample{stroke:@paper;stroke-width:.7}
                                       """;

    private Style() {}

    /** The rules for drawings inside an element of class {@code fig} of a page. */
    public static String page() {
        return rules(".fig ", name -> "var(--" + name + ")");
    }

    /** The variables of a light page. */
    public static String light() {
        return variables(LIGHT);
    }

    /** The variables of a dark page. */
    public static String dark() {
        return variables(DARK);
    }

    /** The rules for a drawing in a file. */
    static String file() {
        return rules("", name -> LIGHT.getOrDefault(name, name));
    }

    private static String rules(String prefix, UnaryOperator<String> colour) {
        var result = new StringBuilder();
        for (String line : FORM.lines().toList()) {
            String rule = line;
            for (String name : LIGHT.keySet()) {
                rule = rule.replace("@" + name, colour.apply(name));
            }
            result.append(prefix).append(rule).append('\n');
        }
        for (String name : LIGHT.keySet()) {
            String value = colour.apply(name);
            result.append(prefix).append(".s-").append(name).append("{stroke:").append(value).append("}\n");
            result.append(prefix).append(".f-").append(name).append("{fill:").append(value).append("}\n");
        }
        return result.toString();
    }

    private static String variables(Map<String, String> palette) {
        var result = new StringBuilder();
        palette.forEach((name, colour) -> result.append("--").append(name).append(':').append(colour).append(';'));
        return result.toString();
    }

    private static Map<String, String> palette(String... namesAndColours) {
        var result = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndColours.length; i += 2) {
            result.put(namesAndColours[i], namesAndColours[i + 1]);
        }
        return result;
    }
}
