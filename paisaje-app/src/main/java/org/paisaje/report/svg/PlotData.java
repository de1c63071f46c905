package org.paisaje.report.svg;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Series;
import tools.jackson.databind.json.JsonMapper;

/** What a page needs to answer a pointer over a chart and to save its data: scales and values. */
final class PlotData {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PlotData() {}

    static String json(Figure.Chart chart, Scale x, Scale y) {
        List<Map<String, Object>> series = new ArrayList<>();
        for (Series one : chart.series()) {
            if (!(one instanceof Series.Shade) && !(one instanceof Series.Contours)) {
                series.add(values(one));
            }
        }
        var plot = new LinkedHashMap<String, Object>();
        plot.put("id", chart.id());
        plot.put("x", axis(chart.x(), x));
        plot.put("y", axis(chart.y(), y));
        plot.put("series", series);
        return JSON.writeValueAsString(plot);
    }

    private static Map<String, Object> axis(Axis axis, Scale scale) {
        var result = new LinkedHashMap<String, Object>();
        result.put("name", ChartDrawing.label(axis));
        result.put("log", axis.logarithmic());
        result.put("low", scale.low());
        result.put("high", scale.high());
        result.put("from", scale.from());
        result.put("to", scale.to());
        return result;
    }

    private static Map<String, Object> values(Series series) {
        var result = new LinkedHashMap<String, Object>();
        result.put("name", series.name());
        switch (series) {
            case Series.Line s -> put(result, "x", s.x(), "y", s.y());
            case Series.Points s -> put(result, "x", s.x(), "y", s.y());
            case Series.Marks s -> put(result, "x", s.x(), "y", s.y());
            case Series.Intervals s -> {
                put(result, "x", s.x(), "y", s.y());
                put(result, "low", s.low(), "high", s.high());
            }
            case Series.Band s -> {
                result.put("x", s.x());
                put(result, "low", s.low(), "high", s.high());
            }
            case Series.Shade s -> {
                result.put("x", s.xs());
                result.put("y", s.ys());
            }
            case Series.Contours s -> {
                result.put("x", s.xs());
                result.put("y", s.ys());
            }
            case Series.Arrows s -> {
                put(result, "x", s.x(), "y", s.y());
                put(result, "dx", s.dx(), "dy", s.dy());
            }
        }
        return result;
    }

    private static void put(Map<String, Object> map, String a, double[] first, String b, double[] second) {
        map.put(a, first);
        map.put(b, second);
    }
}
