package dev.texon.networks.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.texon.gpu.ElementType;
import dev.texon.networks.Shape;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {
    private static final CsvOptions DEFAULTS = CsvOptions.defaults();

    private final Path folder;
    private final List<String> notes = new ArrayList<>();

    CsvFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path csv(String text) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), text);
    }

    private Dataset read(String text) throws IOException {
        return read(text, CsvOptions.defaults());
    }

    private Dataset read(String text, CsvOptions options) throws IOException {
        return CsvFile.read(csv(text), options(0).withCsv(options));
    }

    private DataOptions options(int targets) {
        notes.clear();
        return DataOptions.defaults().withTargets(targets).withNotes(notes::add);
    }

    /** What was said about the file. */
    private void said(String... parts) {
        assertEquals(List.of("'" + folder.resolve("data.csv") + "': " + String.join("; ", parts) + "."), notes);
    }

    private void refused(String text, int targets, String problem) throws IOException {
        Path file = csv(text);
        Refusal.expect("'" + file + "' " + problem, () -> CsvFile.read(file, options(targets)));
    }

    @Test
    void columnsOfANetworkAreFoundByTheirNames() throws IOException {
        ColumnNames names = read("b,a,class\n1,2,x\n3,4,y\n").columns().orElseThrow();
        assertEquals(new ColumnNames(List.of("b", "a"), List.of("class")), names);
        DataOptions known = options(0).withColumns(Optional.of(names));
        Dataset turned = CsvFile.read(csv("class,a,more,b\nx,2,9,1\ny,4,9,3\n"), known);
        assertEquals(List.of(1f, 2f), Samples.of(turned, 0));
        assertEquals(List.of(0, 1), labels(turned));
        said(
                "columns are found by their names, as the network has them; column 1 ('class') is the class",
                "2 features");
        Path file = csv("class,a,c\nx,2,9\n");
        Refusal.expect(
                "'" + file + "' has 3 columns (class, a, c), and not 'b', which the network takes; name the column so,"
                        + " or leave the header out to take columns by their places.",
                () -> CsvFile.read(file, known));
        Path unjudged = csv("b,a\n1,2\n");
        Refusal.expect(
                "'" + unjudged + "' has 2 columns (b, a), and not 'class', by which the network is judged; name it by"
                        + " --label.",
                () -> CsvFile.read(unjudged, known));
        // Without a header by their places; and what is said goes before what is known.
        assertEquals(List.of(5f, 6f), Samples.of(CsvFile.read(csv("5,6,x\n7,8,y\n"), known), 0));
        DataOptions said = known.withCsv(DEFAULTS.withLabel("kind"));
        assertEquals(List.of(5f, 6f), Samples.of(CsvFile.read(csv("p,kind,q\n5,x,6\n7,y,8\n"), said), 0));
        DataOptions less = known.withCsv(DEFAULTS.withIgnore(List.of("p")));
        assertEquals(List.of(6f), Samples.of(CsvFile.read(csv("p,q,class\n5,6,x\n7,8,y\n"), less), 0));
    }

    @Test
    void columnsWithoutANameOfTheirOwnHaveNone() throws IOException {
        for (String text : List.of("1,2,x\n3,4,y\n", "a,a,class\n1,2,x\n3,4,y\n")) {
            assertEquals(Optional.empty(), read(text).columns(), text);
        }
        CsvOptions all = DEFAULTS.withIgnore(List.of(CsvOptions.NONE));
        assertEquals(Optional.empty(), read("a,,class\n1,2,x\n3,4,y\n", all).columns());
    }

    @Test
    void classesThatAreNumbersAreInTheirOrder() throws IOException {
        assertEquals(
                List.of("-1", "2", "10"),
                read("a,class\n1,10\n2,2\n3,-1\n4,10\n5,2\n6,-1\n").classes());
        assertEquals(
                List.of("10", "2", "x"),
                read("a,class\n1,10\n2,2\n3,x\n4,10\n5,2\n6,x\n").classes());
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
        assertEquals(List.of("3", "4"), read("1,2,3\n1,2,4\n1,2,3\n1,2,4\n").classes());
    }

    @Test
    void targetsAreTheLastColumns() throws IOException {
        Dataset data = CsvFile.read(csv("a,b,y,z\n1,2,3,4\n5,6,7,8\n"), options(2));
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
                "has '1.5x' in line 4, column 1 ('length'), where a number of up to 3.4028235E38 belongs; put one there, "
                        + "remove the row, or leave the column out by --ignore.");
        for (String text : List.of("NaN", "Infinity", "1e39", "1f", "", "\" \"")) {
            refused(
                    "1,2,a\n1," + text + ",a",
                    0,
                    "has '" + (text.equals("\" \"") ? " " : text)
                            + "' in line 2, column 2, where a number of up to 3.4028235E38 belongs; put one there, "
                            + "remove the row, or leave the column out by --ignore.");
        }
        refused(
                "5,2\n3,four\n",
                1,
                "has 'four' in line 2, column 2, where a number of up to 3.4028235E38 belongs; put one there, remove "
                        + "the row, or leave the column out by --ignore.");
    }

    @Test
    void rowsOfOtherLengthsAreNamed() throws IOException {
        refused(
                "1,2,a\n1,a\n",
                0,
                "has 2 columns in line 2, and 3 in its first row, separated by commas; give all the same, or name another "
                        + "--separator.");
    }

    @Test
    void tooFewColumnsOrRowsAreRefused() throws IOException {
        String hint = "; give it more, or name the --separator, which is taken to be commas.";
        refused("1\na\n", 0, "has 1 columns, and a feature and a class take at least 2" + hint);
        refused("1,2\n", 2, "has 2 columns, and a feature and 2 targets take at least 3" + hint);
        refused("", 0, "holds no samples; give it a row for each.");
        refused("a,b,c\n", 0, "holds no samples; give it a row for each.");
        refused("1,\n", 0, "has no class in line 1, column 2; give every row one.");
    }

    @Test
    void tooManyClassesAreRefused() throws IOException {
        refused(
                IntStream.range(0, 5000)
                        .mapToObj(i -> i + ",s" + i)
                        .collect(Collectors.joining("\n", "x,species\n", "\n")),
                0,
                "has more than 4096 classes in column 2 ('species'); if they are numbers to predict, give --targets 1.");
    }

    @Test
    void whatIsNoCsvIsRefused() throws IOException {
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
        Dataset tests = CsvFile.read(train, test, options(0)).test().orElseThrow();
        assertEquals(List.of("a", "b"), tests.classes());
        assertEquals(1, tests.label(0));

        Files.writeString(test, "x,y,c\n3,4,c\n");
        Refusal.expect(
                "'" + test
                        + "' has the class 'c' in line 2, column 3 ('c'), and there is none such to train with; remove "
                        + "the row, or add some.",
                () -> CsvFile.read(train, test, options(0)));
        Files.writeString(test, "y,z,c\n3,4,a\n");
        Refusal.expect(
                "'" + train + "' has 3 columns (x, y, c), and '" + test
                        + "' has 3 columns (y, z, c); give both the same.",
                () -> CsvFile.read(train, test, options(0)));
        Files.writeString(test, "4\n");
        Refusal.expect(
                "'" + train + "' has 3 columns (x, y, c), and '" + test + "' has 1 columns; give both the same.",
                () -> CsvFile.read(train, test, options(0)));
    }

    @Test
    void columnsOfATestAreFoundByTheirNames() throws IOException {
        Path train = Files.writeString(folder.resolve("train.csv"), "x,y,class\n1,2,b\n1,2,a\n");
        Path test = Files.writeString(folder.resolve("test.csv"), "class,more,y,x\nb,9,4,3\n");
        Dataset tests = CsvFile.read(train, test, options(0)).test().orElseThrow();
        assertEquals(List.of(3f, 4f), Samples.of(tests, 0));
        assertEquals(1, tests.label(0));
    }

    /** As Kaggle's competitions give it. */
    @Test
    void aTestWithoutTheClassCannotJudge() throws IOException {
        Path train = Files.writeString(folder.resolve("train.csv"), "label,a,b\n0,1,2\n1,3,4\n");
        Path test = Files.writeString(folder.resolve("test.csv"), "a,b\n1,2\n3,4\n");
        assertEquals(Optional.empty(), CsvFile.read(train, test, options(0)).test());
        assertEquals(
                "'" + test + "' has no column 1 ('label'), and cannot judge; samples of '" + train
                        + "' are set aside instead.",
                notes.get(1));
        Files.writeString(train, "1,2,a\n3,4,b\n");
        Files.writeString(test, "1,2\n3,4\n");
        assertEquals(Optional.empty(), CsvFile.read(train, test, options(0)).test());
    }

    @Test
    void classesThatAreKnownKeepTheirOrder() throws IOException {
        Path file = csv("1,pear\n2,fig\n");
        DataOptions options = options(0).withClasses(List.of("pear", "apple", "fig"));
        Dataset data = CsvFile.read(file, options);
        assertEquals(List.of("pear", "apple", "fig"), data.classes());
        assertEquals(List.of(0, 2), labels(data));
        assertEquals(1, Datasets.split(data, 1).test().size());
        csv("1,pear\n2,plum\n");
        Refusal.expect(
                "'" + file
                        + "' has the class 'plum' in line 2, column 2, and there is none such to train with; remove the "
                        + "row, or add some.",
                () -> CsvFile.read(file, options));
    }

    @Test
    void theClassIsFoundByItsName() throws IOException {
        Dataset data = read("Class,Alcohol,Malic\n1,14.1,1.7\n2,13.5,2\n1,13,2\n2,13,2\n");
        assertEquals(List.of("1", "2"), data.classes());
        assertEquals(List.of(14.1f, 1.7f), Samples.of(data, 0));
        said(
                "the first row is a header, since one of its names says so",
                "column 1 ('Class') is the class, by its name",
                "2 features");
        refused(
                "x,target,species\n1,0,a\n2,1,b\n",
                0,
                "has more than one column that may be the class by its name: 2 ('target'), 3 ('species'); name one by "
                        + "--label, and leave the others out by --ignore.");
    }

    @Test
    void theClassIsAFirstColumnOfTexts() throws IOException {
        assertEquals(
                List.of("a", "b"), read("a,1.5,2\nb,2.5,3.5\na,1,7\nb,2,1\n").classes());
        said("column 1 is the class, as the first one, which is text", "2 features");
    }

    /** Rows as in UCI's wine.data: the class first, and a last column of whole numbers. */
    @Test
    void ofNumbersTheClassIsTheColumnOfFew() throws IOException {
        String wine = IntStream.range(0, 60)
                .mapToObj(i -> (1 + i / 20) + "," + (14 + i * 0.01) + "," + (360 + 7 * i))
                .collect(Collectors.joining("\n"));
        Dataset data = read(wine);
        assertEquals(List.of("1", "2", "3"), data.classes());
        said(
                "column 1 is the class, as the first one, since the last one is numbers with 60 values (--label 3 takes "
                        + "that)",
                "2 features");
        assertEquals(60, read(wine, DEFAULTS.withLabel("3")).classes().size());
        said("column 3 is the class, as --label says", "2 features");
        // Both may be classes, and the last one does not count them, as a pixel does not.
        read(IntStream.range(0, 60)
                .mapToObj(i -> i % 3 + ",0.5," + 64 * (i % 2))
                .collect(Collectors.joining("\n")));
        said(
                "column 1 is the class, as the first one, since the last one is numbers with 2 values (--label 3 takes that)",
                "2 features");
        read(IntStream.range(0, 60).mapToObj(i -> i % 3 + ",0.5," + i % 2).collect(Collectors.joining("\n")));
        said("column 3 is the class, as the last one (--label 1 takes the first one)", "2 features");
    }

    @Test
    void manyNumbersAreNoClasses() throws IOException {
        String rows = IntStream.range(0, 40)
                .mapToObj(i -> i * i + 0.5 + "," + i % 7 + "," + (100_000 + 37 * i))
                .collect(Collectors.joining("\n"));
        String hint = "; give --targets 1 to predict numbers, or name the class by --label.";
        refused(
                "sqft,rooms,price\n" + rows,
                0,
                "has no column that is clearly the class, and numbers with 40 values for 40 rows in column 3 ('price')"
                        + hint);
        refused(
                "sqft,rooms,target\n" + rows,
                0,
                "has no column that is clearly the class, and numbers with 40 values for 40 rows in column 3 ('target')"
                        + hint);
        Dataset data = CsvFile.read(csv("sqft,rooms,price\n" + rows), options(1));
        assertEquals(1, data.targetValues());
        said("the first row is a header, since it has no numbers", "column 3 ('price') is predicted", "2 features");
        CsvFile.read(csv("sqft,rooms,price\n" + rows), options(1).withCsv(DEFAULTS.withLabel("sqft")));
        said("the first row is a header, since it has no numbers", "column 1 ('sqft') is predicted", "2 features");
    }

    @Test
    void separatorsAreRecognised() throws IOException {
        for (String separator : List.of(";", "\t", "|", " ", "   ")) {
            Dataset data = read("1 2 a\n3 4 b\n".replace(" ", separator));
            assertEquals(List.of(3f, 4f), Samples.of(data, 1), separator);
        }
        assertEquals(List.of("a; x", "b; y"), read("1,\"a; x\"\n2,\"b; y\"\n").classes());
        assertEquals(
                List.of("a b", "c d"), read("  1   \"a b\" \n 2\t\"c d\"  \n").classes());
        read("1:a\n2:b\n", DEFAULTS.withSeparator(':'));
        said("columns are separated by ':'", "column 2 is the class, as the last one, which is text", "1 feature");
    }

    @Test
    void decimalsMayHaveCommas() throws IOException {
        Dataset data = read("1,5;-2;setosa\n1,4e1;3;virginica\n");
        assertEquals(List.of(1.5f, -2f), Samples.of(data, 0));
        assertEquals(List.of(14f, 3f), Samples.of(data, 1));
        said(
                "columns are separated by semicolons",
                "numbers have decimal commas",
                "column 3 is the class, as the last one, which is text",
                "2 features");
        refused(
                "1,5;2.5;a\n1,5;2.5;b\n",
                0,
                "has numbers with a comma in column 1, and with a point in column 2; write all decimals alike.");
    }

    @Test
    void aHeaderMayCount() throws IOException {
        String rows = "4.8,3.1,Iris-setosa\n5.2,3.4,Iris-setosa\n";
        assertEquals(2, read("0,1,2\n" + rows).size());
        said(
                "the first row is a header, since it counts the columns",
                "column 3 ('2') is the class, as the last one, which is text",
                "2 features");
        assertEquals(3, read("0,1,2\n" + rows, DEFAULTS.withHeader(false)).size());
        String whole = "0,1,2\n5,1,2\n5,1,3\n5,1,3\n";
        assertEquals(4, read(whole).size());
        said(
                "the first row, which counts up, is a sample (--header yes makes it a header)",
                "column 3 is the class, as the last one (--label 1 takes the first one)",
                "2 features");
        assertEquals(3, read(whole, DEFAULTS.withHeader(true).withLabel("2")).size());
    }

    @Test
    void aHeaderMayHoldNumbers() throws IOException {
        assertEquals(2, read("region,2019,2020\n1,2,a\n2,3,b\n").size());
        // A missing value is no name.
        refused(
                "?,2,a\n1,2,b\n",
                0,
                "has '?' in line 1, column 1, where a number of up to 3.4028235E38 belongs; put one there, remove the row, "
                        + "or leave the column out by --ignore.");
    }

    @Test
    void columnsThatAreNoFeaturesAreLeftOut() throws IOException {
        assertEquals(List.of(3f, 4f), Samples.of(read("1,2,x,\n3,4,y,\n"), 1));
        said(
                "column 4 is left out, since it is empty (--ignore none keeps it)",
                "column 3 is the class, as the last one, which is text",
                "2 features");
        for (String name : List.of("Id", "", "index", "Unnamed: 0")) {
            assertEquals(List.of(6f), Samples.of(read(name + ",a,species\n7,5,x\n3,6,y\n"), 1), name);
        }
        String counted = IntStream.range(0, 12).mapToObj(i -> i + ",7.5,a").collect(Collectors.joining("\n"));
        assertEquals(List.of(7.5f), Samples.of(read(counted), 1));
        said(
                "column 1 is left out, since it counts the rows (--ignore none keeps it)",
                "column 3 is the class, as the last one, which is text",
                "1 feature");
        assertEquals(List.of(1f, 7.5f), Samples.of(read(counted, DEFAULTS.withIgnore(List.of("none"))), 1));
        assertEquals(List.of(1f), Samples.of(read(counted, DEFAULTS.withIgnore(List.of("2"))), 1));
        assertEquals(List.of(2f), Samples.of(read("a,b,class\n1,2,x\n1,2,y\n", DEFAULTS.withIgnore(List.of("A"))), 1));
        refused(
                "colour,b,class\nred,2,x\nred,2,y\n",
                0,
                "has texts such as 'red' in column 1 ('colour'), where numbers belong; leave out by --ignore what is none, "
                        + "or write numbers for it.");
    }

    @Test
    void namedColumnsHaveToBeThere() throws IOException {
        Path file = csv("a,b,class\n1,2,x\n1,2,y\n");
        Refusal.expect(
                "'" + file
                        + "' has no column 'kind', which --label names, but 3 columns (a, b, class); give a name of its "
                        + "header, or a number from 1.",
                () -> CsvFile.read(file, options(0).withCsv(DEFAULTS.withLabel("kind"))));
        Refusal.expect(
                "'" + file
                        + "' has no column '4', which --ignore names, but 3 columns (a, b, class); give a name of its "
                        + "header, or a number from 1.",
                () -> CsvFile.read(file, options(0).withCsv(DEFAULTS.withIgnore(List.of("4")))));
        Refusal.expect(
                "'" + file + "' has the class in column 3 ('class'), which --ignore leaves out; name others.",
                () -> CsvFile.read(
                        file, options(0).withCsv(DEFAULTS.withLabel("3").withIgnore(List.of("class")))));
        Refusal.expect(
                "--label names one column to predict, and --targets 2 takes the last 2; leave out --label, or give "
                        + "--targets 1.",
                () -> CsvFile.read(csv("1,2,3,4\n"), options(2).withCsv(DEFAULTS.withLabel("3"))));
    }

    @Test
    void samplesMayHaveAShape() throws IOException {
        Shape shape = new Shape(2, 2, 1);
        String text = "label,pixel0,pixel1,pixel2,pixel3\n7,0,1,2,3\n1,9,8,7,6\n";
        Dataset data = read(text, DEFAULTS.withShape(shape));
        assertEquals(shape, data.shape());
        assertEquals(List.of(9f, 8f, 7f, 6f), Samples.of(data, 1));
        Path file = csv(text);
        Refusal.expect(
                "'" + file
                        + "' has 4 features, and a sample of 3×3×1 has 9; give another --shape, or leave columns out by "
                        + "--ignore.",
                () -> CsvFile.read(file, options(0).withCsv(DEFAULTS.withShape(new Shape(3, 3, 1)))));
    }

    @Test
    void encodingsAreRecognised() throws IOException {
        String text = "\uFEFF1,k\u00e4fer\n2,m\u00fccke\n";
        Path file = folder.resolve("data.csv");
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Files.write(file, text.getBytes(charset));
            assertEquals(
                    List.of("k\u00e4fer", "m\u00fccke"),
                    CsvFile.read(file, options(0)).classes(),
                    charset.name());
        }
        Files.write(file, text.substring(1).getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(
                List.of("k\u00e4fer", "m\u00fccke"),
                CsvFile.read(file, options(0)).classes());
        said(
                "read as Latin-1, since it is not in UTF-8",
                "column 2 is the class, as the last one, which is text",
                "1 feature");
        Files.write(file, new byte[] {(byte) 0xFE, (byte) 0xFF, 0});
        Refusal.expect(
                "'" + file + "' has the mark of UTF-16BE and is not in it; save it in UTF-8.",
                () -> CsvFile.read(file, options(0)));
        refused("1,a\0\n", 0, "holds the character NUL, as no text does; save it as a CSV file.");
    }
}
