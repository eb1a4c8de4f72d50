package dev.phaseledger.proof.pack;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// The files of a pack that somebody else may have made: a zip or a directory. Refuses, before
/// anything is read, names that lead elsewhere, links, two files of one name, more files or bytes
/// than there may be, and files that were packed far smaller than such text can be.
public final class PackArchive implements Closeable {

  /// Most files of a pack.
  public static final int FILES_MAX = 11_000;

  /// Most bytes of all files together, unpacked.
  public static final long BYTES_MAX = 64L << 30;

  /// How many times larger than in the zip a file of more than {@link #RATIO_FREE_BYTES} may be.
  static final long RATIO_MAX = 200;

  /// Files up to this size, in bytes, may be packed as small as it goes.
  static final long RATIO_FREE_BYTES = 1 << 20;

  private final SortedMap<String, Long> sizes;
  private final Opener opener;
  private final Closeable resource;

  @FunctionalInterface
  private interface Opener {
    InputStream open(String name) throws IOException;
  }

  private PackArchive(SortedMap<String, Long> sizes, Opener opener, Closeable resource) {
    this.sizes = Collections.unmodifiableSortedMap(sizes);
    this.opener = opener;
    this.resource = resource;
  }

  /// Opens a zip file or a directory.
  ///
  /// @throws DamagedPackException if it is not safe to read or no zip
  public static PackArchive open(Path path) throws IOException {
    return Files.isDirectory(path) ? directory(path) : zip(path);
  }

  private static PackArchive directory(Path root) throws IOException {
    SortedMap<String, Long> sizes = new TreeMap<>();
    List<Path> found;
    try (Stream<Path> walk = Files.walk(root, 3)) {
      found = walk.filter(path -> !path.equals(root)).limit(2L * FILES_MAX).toList();
    }
    for (Path path : found) {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        String name = root.relativize(path).toString().replace('\\', '/');
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          throw new DamagedPackException(name, "is neither a file nor a directory");
        }
        add(sizes, name, Files.size(path));
      }
    }
    return new PackArchive(
        sizes,
        name -> Files.newInputStream(root.resolve(name), LinkOption.NOFOLLOW_LINKS),
        () -> {});
  }

  private static PackArchive zip(Path file) throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
    } catch (ZipException e) {
      throw new DamagedPackException(
          String.valueOf(file.getFileName()), "is not a whole zip file: " + e.getMessage());
    }
    try {
      SortedMap<String, Long> sizes = new TreeMap<>();
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
        requirePlausible(entry);
        add(sizes, entry.getName(), entry.getSize());
      }
      return new PackArchive(
          sizes,
          name ->
              Optional.ofNullable(zip.getInputStream(zip.getEntry(name)))
                  .orElseThrow(() -> new DamagedPackException(name, "is gone")),
          zip);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static void requirePlausible(ZipEntry entry) throws DamagedPackException {
    long size = entry.getSize();
    if (size < 0 || entry.getCompressedSize() < 0) {
      throw new DamagedPackException(printable(entry.getName()), "does not say how large it is");
    }
    if (size > RATIO_FREE_BYTES && size / Math.max(1, entry.getCompressedSize()) > RATIO_MAX) {
      throw new DamagedPackException(
          printable(entry.getName()),
          "would grow to more than %d times its packed size".formatted(RATIO_MAX));
    }
  }

  private static void add(SortedMap<String, Long> sizes, String name, long size)
      throws DamagedPackException {
    if (!PackFiles.isName(name)) {
      throw new DamagedPackException(printable(name), "no file of a pack may have this name");
    }
    if (sizes.put(name, size) != null) {
      throw new DamagedPackException(name, "is there twice");
    }
    if (sizes.size() > FILES_MAX) {
      throw new DamagedPackException(name, "is one more than the " + FILES_MAX + " files allowed");
    }
    long free = BYTES_MAX;
    for (long each : sizes.values()) {
      free -= each;
    }
    if (free < 0) {
      throw new DamagedPackException(
          name, "makes the files larger than the " + BYTES_MAX + " bytes allowed");
    }
  }

  private static String printable(String name) {
    String shown = name.replaceAll("[^\\x20-\\x7e]", "?");
    return shown.length() > PackFiles.NAME_CHARS_MAX
        ? shown.substring(0, PackFiles.NAME_CHARS_MAX) + "..."
        : shown;
  }

  /// The names of the files and their sizes in bytes.
  public SortedMap<String, Long> sizes() {
    return sizes;
  }

  /// Opens a file. No more is read of it than it says it has.
  ///
  /// @throws DamagedPackException if there is none of this name
  public InputStream open(String name) throws IOException {
    Long size = sizes.get(name);
    if (size == null) {
      throw new DamagedPackException(name, "is missing");
    }
    return new Bounded(name, opener.open(name), size);
  }

  /// Reads a small file.
  byte[] read(String name, int bytesMax) throws IOException {
    try (InputStream in = open(name)) {
      byte[] bytes = in.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax) {
        throw new DamagedPackException(name, "is longer than " + bytesMax + " bytes");
      }
      return bytes;
    }
  }

  @Override
  public void close() throws IOException {
    resource.close();
  }

  /// Fails where more comes than was announced, and turns a broken zip into a finding.
  private static final class Bounded extends FilterInputStream {
    private final String name;
    private long left;

    Bounded(String name, InputStream in, long size) {
      super(in);
      this.name = name;
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read;
      try {
        read = super.read(bytes, offset, length);
      } catch (ZipException e) {
        throw new DamagedPackException(name, "cannot be unpacked: " + e.getMessage());
      }
      left -= Math.max(read, 0);
      if (left < 0) {
        throw new DamagedPackException(name, "is larger than it says");
      }
      return read;
    }
  }
}
