// Timers for a page in a hidden tab, whose own the browser holds back to one a minute.
onmessage = ({ data: [id, ms] }) => setTimeout(() => postMessage(id), ms);
