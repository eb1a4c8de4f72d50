package dev.phaseledger.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One kept HTTP/1.1 connection (RFC 9112): one request, then its answer, then the next. It knows
/// the little that a measurement needs; everything unexpected is an error.
final class HttpConnection implements Closeable {

  /// Longest answer, in bytes.
  private static final int ANSWER_BYTES_MAX = 1 << 18;

  /// Where an answer's body is searched at most, in bytes.
  private static final int START_BYTES = 512;

  private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int UNKNOWN = -1;
  private static final int CHUNKED = -2;

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(ANSWER_BYTES_MAX);
  private @Nullable Object owner;
  private int bodyAt;
  private int bodyBytes = UNKNOWN;

  private HttpConnection(SocketChannel channel) {
    this.channel = channel;
  }

  static HttpConnection open(InetSocketAddress service) throws IOException {
    SocketChannel channel = SocketChannel.open(service);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return new HttpConnection(channel);
  }

  /// A request with a JSON body.
  static byte[] post(
      InetSocketAddress service, String path, String bearer, String idempotencyKey, byte[] body) {
    byte[] head =
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: "
                + service.getHostString()
                + ':'
                + service.getPort()
                + "\r\nAuthorization: Bearer "
                + bearer
                + "\r\nIdempotency-Key: "
                + idempotencyKey
                + "\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  /// Has a selector wait for answers.
  void register(Selector selector, Object asker) throws IOException {
    owner = asker;
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  static HttpConnection of(SelectionKey key) {
    return (HttpConnection) Objects.requireNonNull(key.attachment());
  }

  <T> T owner(Class<T> type) {
    return type.cast(Objects.requireNonNull(owner));
  }

  /// Sends a request; it is small enough for the socket's buffer.
  void send(byte[] request) throws IOException {
    in.clear();
    bodyBytes = UNKNOWN;
    ByteBuffer out = ByteBuffer.wrap(request);
    while (out.hasRemaining()) {
      if (channel.write(out) == 0) {
        Thread.onSpinWait();
      }
    }
  }

  /// Reads what has come.
  ///
  /// @return whether the answer is complete
  boolean receive() throws IOException {
    if (channel.read(in) < 0 || !in.hasRemaining()) {
      throw new IOException("the service ended an answer early, or it is too long: " + answer());
    }
    if (bodyBytes == UNKNOWN) {
      readHead();
    }
    return switch (bodyBytes) {
      case UNKNOWN -> false;
      case CHUNKED -> endsWith(LAST_CHUNK);
      default -> in.position() >= bodyAt + bodyBytes;
    };
  }

  private void readHead() throws IOException {
    for (int at = 3; at < in.position(); at++) {
      if (in.get(at) == '\n' && in.get(at - 2) == '\n') {
        bodyAt = at + 1;
        String head = text(0, bodyAt).toLowerCase(Locale.ROOT);
        if (head.contains("connection: close")) {
          throw new IOException("the service does not keep the connection: " + answer());
        }
        int length = head.indexOf("\r\ncontent-length: ");
        bodyBytes =
            length < 0
                ? CHUNKED
                : Integer.parseInt(
                    head.substring(length + 18, head.indexOf('\r', length + 18)).strip());
        return;
      }
    }
  }

  private boolean endsWith(byte[] end) {
    int from = in.position() - end.length;
    if (from < 0) {
      return false;
    }
    for (int i = 0; i < end.length; i++) {
      if (in.get(from + i) != end[i]) {
        return false;
      }
    }
    return true;
  }

  int status() {
    return (in.get(9) - '0') * 100 + (in.get(10) - '0') * 10 + in.get(11) - '0';
  }

  /// Whether a text stands near the start of the body.
  boolean starts(String text) {
    return text(bodyAt, Math.min(in.position(), bodyAt + START_BYTES)).contains(text);
  }

  /// The whole answer, for errors.
  String answer() {
    return text(0, in.position());
  }

  private String text(int from, int to) {
    return new String(in.array(), from, Math.max(0, to - from), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
