// The two ways to Python: a kernel of one's own, or a plain channel. Each gives { send, check, close } and calls
// hear(message), answered(wasQuiet), silent() and over().

function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

function openWay(path, read, write, on) {
  const socket = new WebSocket(socketAddress(path));
  const watched = watch(socket, on);
  socket.addEventListener("message", (event) => { if (typeof event.data === "string") read(JSON.parse(event.data)); });
  return {
    send(content) { if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(write(content))); },
    check: watched.check,
    close() { watched.stop(); socket.close(); },
  };
}

const WAYS = {
  // Jupyter's protocol, as much of it as a page needs that talks to one model.
  kernel({ kernel, model }, on) {
    const session = randomId();
    const write = (content) => ({
      channel: "shell", parent_header: {}, metadata: {}, buffers: [],
      header: { msg_id: randomId(), msg_type: "comm_msg", username: "", session, date: new Date().toISOString(), version: "5.3" },
      content: { comm_id: model, data: { method: "custom", content } },
    });
    const read = ({ header, content }) => {
      const kind = header.msg_type;
      if (kind === "comm_msg" && content.comm_id === model && content.data.method === "custom") on.hear(content.data.content);
      else if (kind === "comm_close" && content.comm_id === model) on.over();
      else if (kind === "status" && /dead|restarting/.test(content.execution_state)) on.over();
    };
    return openWay(`/api/kernels/${kernel}/channels?session_id=${session}`, read, write, on);
  },
  light: (_seat, on) => openWay(doors.channel, on.hear, (content) => content, on),
};
