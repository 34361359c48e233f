package dev.texon.networks.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.texon.gpu.ElementType;
import dev.texon.networks.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {
    private final Path folder;

    CsvFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path csv(String text) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), text);
    }

    private Dataset read(String text) throws IOException {
        return CsvFile.read(csv(text), 0);
    }

    private void refused(String text, int targets, String problem) throws IOException {
        Path file = csv(text);
        Refusal.expect("'" + file + "' " + problem, () -> CsvFile.read(file, targets));
    }

    @Test
    void theLastColumnIsTheClass() throws IOException {
        Dataset data = read("5.1,3.5,setosa\n-7e-1, 3.2 ,virginica\n6.3,3,setosa");
        assertEquals(Shape.flat(2), data.shape());
        assertEquals(ElementType.FLOAT, data.elementType());
        assertEquals(3, data.size());
        assertEquals(List.of("setosa", "virginica"), data.classes());
        assertEquals(List.of(-0.7f, 3.2f), Samples.of(data, 1));
        assertEquals(List.of(0, 1, 0), labels(data));
    }

    private static List<Integer> labels(Dataset data) {
        return IntStream.range(0, data.size()).mapToObj(data::label).toList();
    }

    @Test
    void classesAreSortedWhateverTheirOrder() throws IOException {
        Dataset data = read("1,pear\n2,apple\n3,fig\n4,pear\n");
        assertEquals(List.of("apple", "fig", "pear"), data.classes());
        assertEquals(List.of(2, 0, 1, 2), labels(data));
    }

    @Test
    void aHeaderIsSeenAndMayNameTheLabel() throws IOException {
        assertEquals(1, read("length,width,species\n1,2,a\n").size());
        Dataset data = read("\uFEFF\"Label\",1,2\r\n7,0.5,3\r\n\r\n8,0.25,4\r\n");
        assertEquals(List.of("7", "8"), data.classes());
        assertEquals(List.of(0.25f, 4f), Samples.of(data, 1));
        // Without a header, numbers are classes as well.
        assertEquals(List.of("3", "4"), read("1,2,3\n1,2,4\n").classes());
    }

    @Test
    void targetsAreTheLastColumns() throws IOException {
        Dataset data = CsvFile.read(csv("a,b,y,z\n1,2,3,4\n5,6,7,8\n"), 2);
        assertEquals(2, data.targetValues());
        assertEquals(List.of(), data.classes());
        assertEquals(List.of(5f, 6f), Samples.of(data, 1));
        float[] target = new float[2];
        data.target(1, target);
        assertEquals(8f, target[1]);
    }

    @Test
    void textWhereANumberBelongsIsNamed() throws IOException {
        refused(
                "length,species\n1,a\n\n1.5x,b\n",
                0,
                "has '1.5x' in line 4, column 1 ('length'), where a number of up to 3.4028235E38 belongs; put one there, or "
                        + "remove the row.");
        for (String text : List.of("NaN", "Infinity", "1e39", "1f", "", "\" \"")) {
            refused(
                    "1,2,a\n1," + text + ",a",
                    0,
                    "has '" + (text.equals("\" \"") ? " " : text)
                            + "' in line 2, column 2, where a number of up to 3.4028235E38 belongs; put one there, or "
                            + "remove the row.");
        }
        refused(
                "1,2\n3,four\n",
                1,
                "has 'four' in line 2, column 2, where a number of up to 3.4028235E38 belongs; put one there, or remove "
                        + "the row.");
    }

    @Test
    void rowsOfOtherLengthsAreNamed() throws IOException {
        refused("1,2,a\n1,a\n", 0, "has 2 columns in line 2, and 3 in its first row; give all the same.");
    }

    @Test
    void tooFewColumnsOrRowsAreRefused() throws IOException {
        refused("1;2;a\n", 0, "has 1 columns, and a feature and a class take at least 2; separate columns by commas.");
        refused("1,2\n", 2, "has 2 columns, and a feature and 2 targets take at least 3; separate columns by commas.");
        refused("", 0, "holds no samples; give it a row for each.");
        refused("a,b,c\n", 0, "holds no samples; give it a row for each.");
        refused("1,\n", 0, "has no class in line 1, column 2; give every row one.");
    }

    @Test
    void tooManyClassesAreRefused() throws IOException {
        refused(
                IntStream.range(0, 5000)
                        .mapToObj(i -> i + "," + i)
                        .collect(Collectors.joining("\n", "x,price\n", "\n")),
                0,
                "has more than 4096 classes in column 2 ('price'); if they are numbers to predict, read it with targets.");
    }

    @Test
    void whatIsNoCsvIsRefused() throws IOException {
        Path file = folder.resolve("data.csv");
        Files.write(file, "1,a\n2,\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
        Refusal.expect("'" + file + "' is not in UTF-8, after row 0; save it in UTF-8.", () -> CsvFile.read(file, 0));
        refused(
                "1,\"a\"b\n",
                0,
                "is no CSV file after row 0: Unexpected character after closing quote: 'b' (0x62); correct its quotes.");
        refused(
                "1,\"a\n2,b\n",
                0,
                "is no CSV file after row 0: The last row has a quote that is not closed; correct its quotes.");
    }

    @Test
    void aQuoteThatIsNotClosedDoesNotFillTheMemory() throws IOException {
        refused(
                "1,\"" + "a\n".repeat(1 << 23),
                0,
                "has a row of more than 16777216 characters after row 0; close its quotes, or make it shorter.");
    }

    @Test
    void twoFilesShareTheirClasses() throws IOException {
        Path train = Files.writeString(folder.resolve("train.csv"), "x,y,c\n1,2,b\n1,2,a\n");
        Path test = Files.writeString(folder.resolve("test.csv"), "x,y,c\n3,4,b\n");
        DataSplit split = CsvFile.read(train, test, 0);
        assertEquals(List.of("a", "b"), split.test().classes());
        assertEquals(1, split.test().label(0));

        Files.writeString(test, "x,y,c\n3,4,c\n");
        Refusal.expect(
                "'" + test
                        + "' has the class 'c' in line 2, column 3 ('c'), and there is none such to train with; remove "
                        + "the row, or add some.",
                () -> CsvFile.read(train, test, 0));
        Files.writeString(test, "y,x,c\n3,4,a\n");
        Refusal.expect(
                "'" + train + "' has 3 columns (x, y, c), and '" + test + "' 3 columns (y, x, c); give both the same.",
                () -> CsvFile.read(train, test, 0));
        Files.writeString(test, "4,a\n");
        Refusal.expect(
                "'" + train + "' has 3 columns (x, y, c), and '" + test + "' 2 columns; give both the same.",
                () -> CsvFile.read(train, test, 0));
    }
}
