package org.paisaje.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Key;
import org.paisaje.claims.Parameter;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Statement;

/** The catalogue as Markdown: one page for each claim and an index. */
public final class ClaimDocument {
    private ClaimDocument() {}

    /** All pages by file name, the index as {@code README.md}. */
    public static Map<String, String> pages(List<Claim> claims) {
        var pages = new TreeMap<String, String>();
        claims.forEach(claim -> pages.put(claim.id() + ".md", page(claim)));
        pages.put("README.md", index(claims));
        return pages;
    }

    private static String index(List<Claim> claims) {
        var text = new StringBuilder("# Claims\n\n");
        text.append("Every statement that can be checked, by document. `./paisaje check ID` checks one. Written by ")
                .append("`./paisaje claims pages docs/claims`. How often a verdict is not the expected one over seeds: "
                        + "[rates](rates.md). How far rivals lie outside of the intervals: [rivals](rivals.md).\n\n")
                .append("`--seed` draws what a claim leaves to chance. The documents give no data and no weights. Where a claim "
                        + "compares with values of an independent program, or tells what initialisations do on given "
                        + "points, these are the same for every seed: in document 000 the four points of figure 9, in document "
                        + "001 the 20 points with their labels, the 50 test points, the cases R1 to R6 and the networks of "
                        + "`001.theorem2.3.reference` and `001.2.3.least-displacement`, in document 004 the seven networks of "
                        + "`004.c.1.counts`. The pictures of document 004 show the same samples of the rings on every page, so "
                        + "that they can be held side by side.\n");
        var documents = new LinkedHashMap<String, StringBuilder>();
        for (Claim claim : claims) {
            documents
                    .computeIfAbsent(
                            claim.source().document(),
                            number -> new StringBuilder("\n## Document " + number + "\n\n" + claim.source().citation()
                                    + "\n\n| claim | place | what it says | expected |\n|---|---|---|---|\n"))
                    .append("| [")
                    .append(claim.id())
                    .append("](")
                    .append(claim.id())
                    .append(".md) | ")
                    .append(cell(claim.source().place()))
                    .append(" | ")
                    .append(cell(claim.statement().title()))
                    .append(" | ")
                    .append(claim.expected().word())
                    .append(" |\n");
        }
        documents.values().forEach(text::append);
        return text.toString();
    }

    private static String page(Claim claim) {
        Statement statement = claim.statement();
        var text = new StringBuilder();
        text.append("# ").append(prose(statement.title())).append("\n\n");
        text.append("`")
                .append(claim.id())
                .append("`, document ")
                .append(claim.source())
                .append(" of ")
                .append(claim.source().citation())
                .append("; expected: ")
                .append(claim.expected().word())
                .append("\n\n");
        text.append(prose(statement.words())).append("\n");
        if (!statement.latex().isBlank()) {
            text.append("\n$$\n").append(statement.latex().strip()).append("\n$$\n");
        }
        statement.quotations()
                .forEach(q -> text.append("\n> ")
                        .append(q.sentence())
                        .append("\n>\n> Document ")
                        .append(q.place().matches("\\d{3}, .*") ? "" : claim.source().document() + ", ")
                        .append(prose(q.place()))
                        .append("\n"));
        if (!statement.mistakes().isEmpty()) {
            text.append("\n## In the printed text\n\n");
            statement.mistakes().forEach(mistake -> text.append("- ").append(prose(mistake)).append("\n"));
        }
        text.append("\n## How it is checked\n\n").append(prose(statement.measured())).append("\n");
        if (!claim.hypotheses().isEmpty()) {
            text.append("\nHypotheses:\n\n");
            claim.hypotheses().forEach(h -> text.append("- ").append(prose(h.words())).append("\n"));
        }
        Setting standard = claim.standard(Size.STANDARD);
        Setting control = claim.control(Size.STANDARD);
        if (!standard.parameters().isEmpty()) {
            text.append("\n| parameter | standard | control | allowed | what it is |\n|---|---|---|---|---|\n");
            for (Parameter<?> parameter : standard.parameters()) {
                Key<?> key = parameter.key();
                Object broken = control.values().getOrDefault(key.name(), "none");
                text.append("| ")
                        .append(key.name())
                        .append(" | ")
                        .append(parameter.kept())
                        .append(" | ")
                        .append(parameter.kept().equals(broken) ? "" : broken)
                        .append(" | ")
                        .append(cell(key.allowed()))
                        .append(" | ")
                        .append(cell(key.meaning()))
                        .append(" |\n");
            }
            text.append("\nThe control, which must come out ")
                    .append(claim.expected().opposite().word())
                    .append(": ")
                    .append(prose(control.note()))
                    .append(".\n");
        }
        text.append("\n```\n./paisaje check ").append(claim.id()).append("\n```\n");
        return text.toString();
    }

    /** Stars and underscores are meant as such. */
    private static String prose(String words) {
        return words.replace("*", "\\*").replace("_", "\\_");
    }

    private static String cell(String words) {
        return prose(words).replace("|", "\\|");
    }
}
