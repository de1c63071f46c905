package org.paisaje.report;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.format.AtomicFile;
import org.paisaje.report.svg.Drawing;
import org.paisaje.report.svg.Png;
import org.paisaje.report.svg.Renderer;
import org.paisaje.study.Keep;
import org.paisaje.study.Result;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.folder.RunFolder;

/** The folder that a run writes to. Every file appears whole or not at all. */
public final class Folder {
    /** Pixels of a picture file for each pixel on a page. */
    private static final int RESOLUTION = 2;

    private final Path path;

    private Folder(Path path) {
        this.path = path;
    }

    /** A folder, made if it is not there. */
    public static Folder at(Path path) throws IOException {
        return new Folder(Files.createDirectories(path));
    }

    /** Writes a text file and returns where it is. */
    public Path write(String name, String text) throws IOException {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a figure as SVG and as PNG at twice the size on a page; tables are written as CSV. */
    public List<Path> write(String prefix, Figure figure) throws IOException {
        String name = prefix + "-" + figure.id();
        var written = new ArrayList<Path>();
        switch (figure) {
            case Figure.Table table -> written.add(write(name + ".csv", csv(table)));
            case Figure.Frames frames -> {
                for (Figure one : frames.figures()) {
                    written.addAll(write(name, one));
                }
            }
            case Figure.Cube cube -> {
                for (int i = 0; i < cube.charts().size(); i++) {
                    Figure.Chart end = cube.charts().get(i).getLast();
                    Drawing drawing = Renderer.one(end);
                    String svg = drawing.standalone();
                    written.add(write(name + "-" + i + ".svg", svg));
                    written.add(write(name + "-" + i + ".png", png(svg, drawing)));
                }
            }
            default -> {
                Drawing drawing = Renderer.draw(figure);
                String svg = drawing.standalone();
                written.add(write(name + ".svg", svg));
                written.add(write(name + ".png", png(svg, drawing)));
            }
        }
        return written;
    }

    private Path write(String name, byte[] bytes) {
        Path target = path.resolve(name);
        AtomicFile.write(target, out -> out.write(bytes));
        return target;
    }

    /**
     * Writes everything that a result leaves: the files it keeps, the page, pictures if wanted, and last
     * {@code result.json}: it is there when all is.
     *
     * @param command the command line that makes it again
     * @param advised the command line that does what is advised, if there is one
     * @param figures whether every figure is written as a picture of its own
     * @param more further text files by name
     * @return the names of the files
     */
    public List<String> write(Result result, String command, Optional<String> advised, boolean figures,
            Map<String, String> more) throws IOException {
        var names = new ArrayList<String>();
        for (Keep keep : result.files()) {
            keep.write(path);
            names.addAll(keep.files());
        }
        write("report.html", HtmlWriter.write(result, command, advised));
        names.add("report.html");
        if (figures) {
            for (Figure figure : result.figures().toList()) {
                for (Path file : write(result.study(), figure)) {
                    names.add(file.getFileName().toString());
                }
            }
        }
        for (var file : more.entrySet()) {
            write(file.getKey(), file.getValue());
            names.add(file.getKey());
        }
        List<String> all = names.stream().distinct().toList();
        write(RunFolder.RESULT, ResultJson.write(result, command, all));
        return all;
    }

    private static String csv(Figure.Table table) {
        var text = new StringBuilder();
        line(text, table.columns());
        table.rows().forEach(row -> line(text, row.stream().map(Folder::cell).toList()));
        return text.toString();
    }

    /** Numbers in full, so that a program can go on with them. */
    private static String cell(Cell cell) {
        return switch (cell) {
            case Cell.Real(double value, int digits) -> Double.toString(value);
            case Cell.Share(double value) -> Double.toString(value);
            case Cell.Contradicting(Cell inner) -> cell(inner);
            default -> NumberText.show(cell);
        };
    }

    private static void line(StringBuilder text, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            text.append(i == 0 ? "" : ",").append('"').append(cells.get(i).replace("\"", "\"\"")).append('"');
        }
        text.append('\n');
    }

    private static byte[] png(String svg, Drawing drawing) throws IOException {
        SVGDocument document = new SVGLoader()
                .load(
                        new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)),
                        null,
                        LoaderContext.createDefault());
        if (document == null) {
            throw new IOException("a drawing could not be turned into pixels");
        }
        int width = (int) Math.ceil(drawing.width() * RESOLUTION);
        int height = (int) Math.ceil(drawing.height() * RESOLUTION);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        document.render(null, graphics, new ViewBox(0, 0, width, height));
        graphics.dispose();
        return Png.bytes(image);
    }
}
